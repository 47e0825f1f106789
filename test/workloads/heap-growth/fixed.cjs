const { join } = require('node:path')
const { Piscina } = require('piscina')

const pool = new Piscina({ filename: join(__dirname, 'fixed-worker.cjs'), minThreads: 2, maxThreads: 2 })

async function main() {
  let sum = 0
  for (let round = 0; round < 60; round++) {
    const scores = await Promise.all([pool.run({ round, player: 0 }), pool.run({ round, player: 1 })])
    for (const score of scores) sum = (Math.imul(sum, 31) + score) | 0
  }
  await pool.destroy()
  console.log('scores', sum)
}

main()
