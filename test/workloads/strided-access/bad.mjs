import { Piscina } from 'piscina'

const pool = new Piscina({ filename: new URL('./bad-worker.mjs', import.meta.url).href, minThreads: 2, maxThreads: 2 })
const days = Array.from({ length: 120 }, (_, day) => day)

const totals = await Promise.all(days.map((day) => pool.run(day)))
await pool.destroy()

console.log('rain', totals.reduce((sum, total) => (Math.imul(sum, 31) + total) | 0, 0))
