import { fileURLToPath } from 'node:url'
import { FixedThreadPool } from 'poolifier'

const pool = new FixedThreadPool(2, fileURLToPath(new URL('./fixed-worker.mjs', import.meta.url)))

const plans = await Promise.all(Array.from({ length: 80 }, (_, goal) => pool.execute({ goal })))
console.log('plans', plans.reduce((sum, plan) => (Math.imul(sum, 31) + plan) | 0, 0))
pool.destroy()
