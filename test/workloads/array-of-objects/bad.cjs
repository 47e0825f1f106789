const { join } = require('node:path')
const workerpool = require('workerpool')

const pool = workerpool.pool(join(__dirname, 'bad-worker.cjs'), { minWorkers: 2, maxWorkers: 2, workerType: 'thread' })

async function main() {
  const sums = await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map((swarm) => pool.exec('simulate', [swarm])))
  await pool.terminate()
  console.log('swarms', ...sums)
}

main()
