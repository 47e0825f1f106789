import { Piscina } from 'piscina'

const pool = new Piscina({ filename: new URL('./worker.mjs', import.meta.url).href, minThreads: 2, maxThreads: 2 })

// Pareto, shape 1.1; one draw in some hundred is fifty times the median.
const draw = () => Math.min(90, Math.ceil(Math.random() ** (-1 / 1.1)))
const done = await Promise.all(Array.from({ length: 300 }, () => pool.run({ effort: draw() })))
await pool.destroy()

console.log('experiments', done.filter(Boolean).length)
