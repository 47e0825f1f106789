import { Piscina } from 'piscina'
import { startOracle } from '../services/start-oracle.mjs'

const THREADS = 2
const oracle = startOracle(THREADS)
const pool = new Piscina({ // <- site
  filename: new URL('./worker.mjs', import.meta.url).href,
  minThreads: THREADS,
  maxThreads: THREADS, // <- site
  workerData: { pipes: oracle.pipes, next: new Int32Array(new SharedArrayBuffer(4)) },
})
const answers = await Promise.all(Array.from({ length: 360 }, (_, question) => pool.run(question)))
await pool.destroy()
await oracle.stop()

console.log('answers', answers.reduce((sum, answer) => (Math.imul(sum, 31) + answer) | 0, 0))
