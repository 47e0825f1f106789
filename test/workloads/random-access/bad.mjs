import { Worker } from 'node:worker_threads'

function rank(part) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./bad-worker.mjs', import.meta.url), { workerData: { part } })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

console.log('accounts', ...(await Promise.all([rank(0), rank(1)])))
