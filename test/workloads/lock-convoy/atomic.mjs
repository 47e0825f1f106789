import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

const SCORERS = 6
const PAGES = 90_000
const shared = new SharedArrayBuffer(64)

const scorers = Array.from(
  { length: SCORERS },
  () => new Worker(new URL('./atomic-worker.mjs', import.meta.url), { workerData: { shared, pages: PAGES } }),
)
const scores = await Promise.all(scorers.map(async (scorer) => (await once(scorer, 'message'))[0]))

console.log('pages', scores.reduce((sum, score) => (sum + score) | 0, 0))
