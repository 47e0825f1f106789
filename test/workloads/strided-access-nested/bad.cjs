const { join } = require('node:path')
const { Worker } = require('node:worker_threads')

function smooth(half) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(__dirname, 'bad-worker.cjs'), { workerData: { half } })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

Promise.all([smooth(0), smooth(1)]).then((sums) => console.log('terrain', ...sums))
