const { join } = require('node:path')
const workerpool = require('workerpool')

async function answer(request) {
  const pool = workerpool.pool(join(__dirname, 'worker.cjs'), { workerType: 'thread', maxWorkers: 2 }) // <- site
  const halves = await Promise.all([0, 1].map((half) => pool.exec('rank', [request, half]))) // <- site
  await pool.terminate()
  return halves[0] ^ halves[1]
}

async function main() {
  let digest = 0
  for (let request = 0; request < 40; request++) {
    digest = (Math.imul(digest, 31) + (await answer(request))) | 0
  }
  console.log('answers', digest)
}

main()
