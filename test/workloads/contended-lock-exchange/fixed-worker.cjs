const { workerData } = require('node:worker_threads')

const { shared, lane, lanes, documents } = workerData
const gate = new Int32Array(shared, 0, 1)
const table = new Int32Array(shared, 256)

function enter() {
  while (Atomics.exchange(gate, 0, 1) === 1) {
    while (Atomics.load(gate, 0) === 1);
  }
}

function leave() {
  Atomics.store(gate, 0, 0)
}

function addDocument(number, counts) {
  let state = number + 1
  for (let word = 0; word < 200_000; word++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    counts[(state >>> 16) & 255] += 1
  }
}

for (let number = lane; number < documents; number += lanes) {
  const counts = new Int32Array(256)
  addDocument(number, counts)
  enter()
  for (let slot = 0; slot < 256; slot++) table[slot] += counts[slot]
  leave()
}
