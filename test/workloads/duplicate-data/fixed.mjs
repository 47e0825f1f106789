import { Worker } from 'node:worker_threads'
import { raise, SIZE } from './terrain.mjs'

const BANDS = 4
const heights = new SharedArrayBuffer(SIZE * SIZE * 4)
raise(new Int32Array(heights))

function survey(band) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./fixed-worker.mjs', import.meta.url), { workerData: { band, bands: BANDS, heights } })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

console.log('heights', ...(await Promise.all(Array.from({ length: BANDS }, (_, band) => survey(band)))))
