const { workerData } = require('node:worker_threads')

const THROWS = 1 << 20
const counts = new Int32Array(workerData.counts)
const first = (workerData.slot * workerData.line) / 4

function throwDice(round) {
  let noise = Math.imul(round + 1, 2654435761) + workerData.slot
  for (let i = 0; i < THROWS; i++) {
    noise = (Math.imul(noise, 1664525) + 1013904223) | 0
    counts[first + (noise >>> 29)]++
  }
}

for (let round = 0; round < 300; round++) throwDice(round)
