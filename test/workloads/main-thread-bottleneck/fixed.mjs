import { setImmediate as breathe } from 'node:timers/promises'
import { move, Piscina } from 'piscina'
import { DOCUMENTS, readDocument } from './corpus.mjs'

const pool = new Piscina({ filename: new URL('./fixed-worker.mjs', import.meta.url).href, minThreads: 2, maxThreads: 2 })

const scores = []
for (let number = 0; number < DOCUMENTS; number++) {
  const bytes = readDocument(number)
  scores.push(pool.run(move(bytes)))
  await breathe()
}
const total = (await Promise.all(scores)).reduce((sum, score) => (Math.imul(sum, 31) + score) | 0, 0)
await pool.destroy()

console.log('novelty', total)
