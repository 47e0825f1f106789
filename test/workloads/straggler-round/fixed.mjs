import { Piscina } from 'piscina'

const pool = new Piscina({ filename: new URL('./worker.mjs', import.meta.url).href, minThreads: 2, maxThreads: 2 })

const ROWS = 520
const size = Math.ceil(ROWS / 8)
const shards = Array.from({ length: 8 }, (_, i) => ({ first: i * size, last: Math.min(ROWS, (i + 1) * size) }))

let context = 1
for (let round = 0; round < 26; round++) {
  const counts = await Promise.all(shards.map((shard) => pool.run({ ...shard, context })))
  context = counts.reduce((sum, count) => (sum + count) | 0, context)
}
await pool.destroy()

console.log('context', context)
