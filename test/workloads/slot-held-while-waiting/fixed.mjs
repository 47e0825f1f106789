import { Piscina } from 'piscina'
import { startModel } from '../services/start-model.mjs'

const model = await startModel()
const pool = new Piscina({
  filename: new URL('./worker.mjs', import.meta.url).href,
  minThreads: 2,
  maxThreads: 2,
  concurrentTasksPerWorker: 16,
  workerData: { url: model.url },
})

const questions = Array.from({ length: 400 }, (_, i) => `what-is-${i}-times-${i % 12}`)
const answers = await Promise.all(questions.map((question) => pool.run(question)))
await pool.destroy()
await model.stop()

console.log('answers', answers.reduce((sum, answer) => (Math.imul(sum, 31) + answer) | 0, 0))
