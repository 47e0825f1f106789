import { availableParallelism } from 'node:os'
import { Piscina } from 'piscina'

const threads = availableParallelism()
const pool = new Piscina({
  filename: new URL('./worker.mjs', import.meta.url).href,
  minThreads: threads,
  maxThreads: threads,
})

const scores = await Promise.all(Array.from({ length: 240 }, (_, document) => pool.run({ document })))
await pool.destroy()

console.log('scores', scores.reduce((sum, score) => (Math.imul(sum, 31) + score) | 0, 0))
