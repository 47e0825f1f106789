const { workerData } = require('node:worker_threads')

const NUMBERS = 120_000_000
const found = new Int32Array(workerData.found)

function stepsOf(begin, end) {
  let value = begin
  for (let i = begin; i < end; i++) { // <- site
    value = (Math.imul(value ^ i, 1103515245) + 12345) | 0
    Atomics.add(found, (value >>> 30) & 1, 1) // <- site
  }
}

const half = NUMBERS / 2
const begin = workerData.half * half
for (let at = begin; at < begin + half; at += 10_000) stepsOf(at, at + 10_000)
