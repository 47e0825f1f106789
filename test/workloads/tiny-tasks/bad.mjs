import { Piscina } from 'piscina'

const pool = new Piscina({ filename: new URL('./worker.mjs', import.meta.url).href, minThreads: 2, maxThreads: 2 })
const tickets = Array.from({ length: 60_000 }, (_, id) => `ticket ${id} says the ${id % 7 ? 'build' : 'deploy'} is ${id % 3 ? 'slow' : 'broken'}`)

const ranks = await Promise.all(tickets.map((ticket) => pool.run(ticket, { name: 'rankOne' }))) // <- site
await pool.destroy()

console.log('ranks', ranks.reduce((sum, rank) => (Math.imul(sum, 31) + rank) | 0, 0))
