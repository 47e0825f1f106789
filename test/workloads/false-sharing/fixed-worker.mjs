import { workerData } from 'node:worker_threads'

const RECORDS = 80_000_000
const BLOCK = 50_000
const done = new Int32Array(workerData.done)
const mine = (workerData.half * workerData.apart) / 4

/** Counts valid records where a dashboard can read how far each worker is. */
function verify(begin, end) {
  for (let i = begin; i < end; i++) {
    const check = Math.imul(Math.imul(i, 1103515245) ^ (i >>> 3), 12345) >>> 28
    if (check !== 0) Atomics.add(done, mine, 1)
  }
}

for (let at = workerData.half; at < RECORDS; at += 2 * BLOCK) verify(at, at + BLOCK)
