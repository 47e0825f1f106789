import Tinypool from 'tinypool'

const pool = new Tinypool({
  filename: new URL('./bad-worker.mjs', import.meta.url).href,
  minThreads: 2,
  maxThreads: 2,
})

const sums = await Promise.all(Array.from({ length: 8 }, (_, seed) => pool.run({ seed: seed + 1 })))
await pool.destroy()

console.log('layers', sums.reduce((hash, sum) => (Math.imul(hash, 31) + sum) | 0, 0))
