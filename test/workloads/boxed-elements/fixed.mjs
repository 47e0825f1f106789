import { Worker } from 'node:worker_threads'

function filter(channel) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./fixed-worker.mjs', import.meta.url), { workerData: { channel } })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

console.log('energy', ...(await Promise.all([filter(1), filter(2)])))
