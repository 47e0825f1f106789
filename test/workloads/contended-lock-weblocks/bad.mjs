import { Piscina } from 'piscina'

const catalogue = new SharedArrayBuffer(4 * 64)
const pool = new Piscina({
  filename: new URL('./bad-worker.mjs', import.meta.url).href,
  minThreads: 2,
  maxThreads: 2,
  workerData: { catalogue },
})
await Promise.all(Array.from({ length: 340 }, (_, visit) => pool.run({ visit })))
await pool.destroy()

console.log('catalogue', new Int32Array(catalogue).reduce((sum, entry) => (Math.imul(sum, 31) + entry) | 0, 0))
