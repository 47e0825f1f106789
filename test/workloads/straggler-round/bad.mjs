import { Piscina } from 'piscina'

const pool = new Piscina({ filename: new URL('./worker.mjs', import.meta.url).href, minThreads: 2, maxThreads: 2 })

const folders = [
  { first: 0, last: 40 },
  { first: 40, last: 80 },
  { first: 80, last: 480 },
  { first: 480, last: 520 },
]
const ROWS = 520
const shards = folders

let context = 1
for (let round = 0; round < 26; round++) {
  const counts = await Promise.all(shards.map((shard) => pool.run({ ...shard, context }))) // <- site
  context = counts.reduce((sum, count) => (sum + count) | 0, context)
}
await pool.destroy()

console.log('context', context)
