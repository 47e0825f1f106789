const { availableParallelism } = require('node:os')
const { join } = require('node:path')
const workerpool = require('workerpool')

const pool = workerpool.pool(join(__dirname, 'worker.cjs'), { workerType: 'thread', maxWorkers: availableParallelism() })

async function main() {
  const frames = Array.from({ length: 400 }, (_, frame) => pool.exec('sharpen', [frame]))
  const sums = await Promise.all(frames)
  await pool.terminate()
  console.log('frames', sums.reduce((sum, part) => (Math.imul(sum, 31) + part) | 0, 0))
}

main()
