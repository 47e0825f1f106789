import { Piscina } from 'piscina'

const AGENTS = 8
const ROUNDS = 90
const TOPICS = 64

const board = new SharedArrayBuffer(8 + 4 * TOPICS)
const pool = new Piscina({
  filename: new URL('./fixed-worker.mjs', import.meta.url).href,
  minThreads: 2,
  maxThreads: 2,
  workerData: { board },
})

for (let round = 0; round < ROUNDS; round++) {
  const turns = Array.from({ length: AGENTS }, (_, agent) => pool.run({ agent, round }))
  await Promise.all(turns)
}
await pool.destroy()

const weights = new Int32Array(board, 8)
console.log('board', weights.reduce((sum, weight, topic) => (Math.imul(sum, 31) + weight + topic) | 0, 0))
