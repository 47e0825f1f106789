const { join } = require('node:path')
const { once } = require('node:events')
const { Worker } = require('node:worker_threads')

const TURNS = 2600

async function debate() {
  const shared = new SharedArrayBuffer(16)
  const sides = [0, 1].map((side) => new Worker(join(__dirname, 'bad-worker.cjs'), { workerData: { shared, side, turns: TURNS } }))
  const [last] = await Promise.all(sides.map((side) => once(side, 'message')))
  console.log('debate', ...last)
}

debate()
