import { move, Piscina } from 'piscina'
import { makeRecords } from './records.mjs'

const pool = new Piscina({ filename: new URL('./fixed-worker.mjs', import.meta.url).href, minThreads: 2, maxThreads: 2 })

function pack(records) {
  const columns = new Int32Array(records.length * 3)
  for (let i = 0; i < records.length; i++) {
    columns[i * 3] = records[i].price
    columns[i * 3 + 1] = records[i].stock
    columns[i * 3 + 2] = records[i].tags[1]
  }
  return columns
}

const totals = []
for (let round = 0; round < 24; round++) {
  const shards = [0, 1].map((lane) => makeRecords(round * 2 + lane))
  totals.push(...(await Promise.all(shards.map((records) => pool.run(move(pack(records)))))))
}
await pool.destroy()

console.log('value', totals.reduce((sum, total) => (Math.imul(sum, 31) + total) | 0, 0))
