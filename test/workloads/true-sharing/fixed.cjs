const { join } = require('node:path')
const { Worker } = require('node:worker_threads')

const found = new SharedArrayBuffer(8)

function search(half) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(__dirname, 'fixed-worker.cjs'), { workerData: { found, half } })
    worker.once('exit', resolve)
    worker.once('error', reject)
  })
}

Promise.all([search(0), search(1)]).then(() => console.log('found', ...new Int32Array(found)))
