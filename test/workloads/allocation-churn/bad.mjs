import { Piscina } from 'piscina'

const pool = new Piscina({ filename: new URL('./bad-worker.mjs', import.meta.url).href, minThreads: 2, maxThreads: 2 })
const frames = await Promise.all(Array.from({ length: 120 }, (_, frame) => pool.run(frame)))
await pool.destroy()

console.log('frames', frames.reduce((sum, frame) => (Math.imul(sum, 31) + frame) | 0, 0))
