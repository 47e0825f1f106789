import { Worker } from 'node:worker_threads'

const done = new SharedArrayBuffer(2 * 4)

function verify(half) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./bad-worker.mjs', import.meta.url), { workerData: { done, half } })
    worker.once('exit', resolve)
    worker.once('error', reject)
  })
}

await Promise.all([verify(0), verify(1)])
console.log('valid', ...new Int32Array(done))
