import { Piscina } from 'piscina'

const BATCH = 1000
const pool = new Piscina({ filename: new URL('./worker.mjs', import.meta.url).href, minThreads: 2, maxThreads: 2 })
const tickets = Array.from({ length: 60_000 }, (_, id) => `ticket ${id} says the ${id % 7 ? 'build' : 'deploy'} is ${id % 3 ? 'slow' : 'broken'}`)

const batches = Array.from({ length: tickets.length / BATCH }, (_, i) => tickets.slice(i * BATCH, (i + 1) * BATCH))
const ranks = (await Promise.all(batches.map((batch) => pool.run(batch, { name: 'rankMany' })))).flat()
await pool.destroy()

console.log('ranks', ranks.reduce((sum, rank) => (Math.imul(sum, 31) + rank) | 0, 0))
