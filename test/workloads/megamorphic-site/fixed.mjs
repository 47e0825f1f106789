import { fileURLToPath } from 'node:url'
import { FixedThreadPool } from 'poolifier'

const pool = new FixedThreadPool(2, fileURLToPath(new URL('./fixed-worker.mjs', import.meta.url)))

const scores = await Promise.all(Array.from({ length: 8 }, (_, day) => pool.execute({ day })))
console.log('scores', scores.reduce((sum, score) => (Math.imul(sum, 31) + score) | 0, 0))
pool.destroy()
