import { Worker } from 'node:worker_threads'

function count(part) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.mjs', import.meta.url), { workerData: { part } })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

console.log('visits', ...(await Promise.all([count(0), count(1)])))
