const { join } = require('node:path')
const { Worker } = require('node:worker_threads')

const LINE = 128
const counts = new SharedArrayBuffer(2 * LINE)

function count(slot) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(__dirname, 'worker.cjs'), { workerData: { counts, slot, line: LINE } })
    worker.once('exit', resolve)
    worker.once('error', reject)
  })
}

Promise.all([count(0), count(1)]).then(() => {
  const all = new Int32Array(counts)
  console.log('dice', Array.from({ length: 8 }, (_, face) => all[face] + all[LINE / 4 + face]).join(' '))
})
