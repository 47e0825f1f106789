const { join } = require('node:path')
const { once } = require('node:events')
const { Worker } = require('node:worker_threads')

const DOCUMENTS = 4800
const shared = new SharedArrayBuffer(256 + 4 * 256)

async function main() {
  const indexers = [0, 1].map(
    (lane) => new Worker(join(__dirname, 'bad-worker.cjs'), { workerData: { shared, lane, lanes: 2, documents: DOCUMENTS } }),
  )
  await Promise.all(indexers.map((indexer) => once(indexer, 'exit')))
  const table = new Int32Array(shared, 256)
  console.log('index', table.reduce((sum, count) => (Math.imul(sum, 17) + count) | 0, 0))
}

main()
