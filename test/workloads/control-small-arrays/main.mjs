import { Worker } from 'node:worker_threads'

function mix(key) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.mjs', import.meta.url), { workerData: { key } })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

console.log('blocks', ...(await Promise.all([mix(1), mix(2)])))
