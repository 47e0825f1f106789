import { Worker } from 'node:worker_threads'

/** A cache line and the one that is fetched with it. */
const APART = 128
const done = new SharedArrayBuffer(2 * APART)

function verify(half) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./fixed-worker.mjs', import.meta.url), { workerData: { done, half, apart: APART } })
    worker.once('exit', resolve)
    worker.once('error', reject)
  })
}

await Promise.all([verify(0), verify(1)])
const counts = new Int32Array(done)
console.log('valid', counts[0], counts[APART / 4])
