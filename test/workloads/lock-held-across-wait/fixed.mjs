import { Piscina } from 'piscina'
import { startModel } from '../services/start-model.mjs'

const AGENTS = 4
const ROUNDS = 60

const model = await startModel()
const notes = new SharedArrayBuffer(1024)
new Int32Array(notes)[0] = 1
const pool = new Piscina({
  filename: new URL('./fixed-worker.mjs', import.meta.url).href,
  minThreads: AGENTS,
  maxThreads: AGENTS,
  workerData: { notes, url: model.url },
})

for (let round = 0; round < ROUNDS; round++) {
  await Promise.all(Array.from({ length: AGENTS }, (_, agent) => pool.run({ agent, round })))
}
await pool.destroy()
await model.stop()

console.log('notes', new Int32Array(notes).subarray(1).reduce((sum, note) => (Math.imul(sum, 31) + note) | 0, 0))
