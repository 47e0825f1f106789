const { setTimeout: pause } = require('node:timers/promises')
const { parentPort, workerData } = require('node:worker_threads')

const { side, turns } = workerData
const [TURN, CLAIM] = [0, 1]
const floor = new Int32Array(workerData.shared)

function answer(claim) {
  let hash = claim
  for (let i = 0; i < 60_000; i++) hash = (Math.imul(hash ^ i, 16777619) ^ (hash >>> 11)) | 0
  return hash
}

async function speak() {
  for (let turn = side; turn < turns; turn += 2) {
    while (Atomics.load(floor, TURN) !== turn) await pause(1) // <- site
    floor[CLAIM] = answer(floor[CLAIM] + turn)
    Atomics.store(floor, TURN, turn + 1)
  }
  while (Atomics.load(floor, TURN) !== turns) await pause(1)
  parentPort.postMessage(floor[CLAIM])
}

speak()
