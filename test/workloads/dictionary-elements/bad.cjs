const { join } = require('node:path')
const { Piscina } = require('piscina')

const pool = new Piscina({ filename: join(__dirname, 'bad-worker.cjs'), minThreads: 2, maxThreads: 2 })

async function main() {
  const codes = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((file) => pool.run(file)))
  await pool.destroy()
  console.log('codes', ...codes)
}

main()
