import { Piscina } from 'piscina'
import { makeRecords } from './records.mjs'

const pool = new Piscina({ filename: new URL('./bad-worker.mjs', import.meta.url).href, minThreads: 2, maxThreads: 2 })

const totals = []
for (let round = 0; round < 24; round++) {
  const shards = [0, 1].map((lane) => makeRecords(round * 2 + lane))
  totals.push(...(await Promise.all(shards.map((records) => pool.run(records))))) // <- site
}
await pool.destroy()

console.log('value', totals.reduce((sum, total) => (Math.imul(sum, 31) + total) | 0, 0))
