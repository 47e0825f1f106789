import { Piscina } from 'piscina'

const pool = new Piscina({ filename: new URL('./worker.mjs', import.meta.url).href, minThreads: 2, maxThreads: 2 })

const depths = await Promise.all(Array.from({ length: 260 }, (_, start) => pool.run({ start })))
await pool.destroy()

console.log('reach', depths.reduce((sum, depth) => (Math.imul(sum, 33) + depth) | 0, 0))
