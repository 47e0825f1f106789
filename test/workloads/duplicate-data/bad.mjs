import { Worker } from 'node:worker_threads'

const BANDS = 4

function survey(band) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./bad-worker.mjs', import.meta.url), { workerData: { band, bands: BANDS } })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

console.log('heights', ...(await Promise.all(Array.from({ length: BANDS }, (_, band) => survey(band)))))
