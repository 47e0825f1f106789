const { join } = require('node:path')
const { move, Piscina } = require('piscina')

const pool = new Piscina({ filename: join(__dirname, 'worker.cjs'), minThreads: 2, maxThreads: 2 })

async function lane(first) {
  let frame = Int32Array.from({ length: 2_000_000 }, (_, i) => i ^ first)
  for (let pass = 0; pass < 50; pass++) frame = await pool.run(move(frame))
  return frame[first]
}

async function main() {
  const pixels = await Promise.all([lane(0), lane(1)])
  await pool.destroy()
  console.log('frames', ...pixels)
}

main()
