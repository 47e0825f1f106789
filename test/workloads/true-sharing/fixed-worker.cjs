const { workerData } = require('node:worker_threads')

const NUMBERS = 120_000_000
const found = new Int32Array(workerData.found)

function stepsOf(begin, end) {
  let value = begin
  let odd = 0
  for (let i = begin; i < end; i++) {
    value = (Math.imul(value ^ i, 1103515245) + 12345) | 0
    odd += (value >>> 30) & 1
  }
  Atomics.add(found, 0, end - begin - odd)
  Atomics.add(found, 1, odd)
}

const half = NUMBERS / 2
const begin = workerData.half * half
for (let at = begin; at < begin + half; at += 10_000) stepsOf(at, at + 10_000)
