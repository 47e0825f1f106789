import Tinypool from 'tinypool'

const book = new SharedArrayBuffer(4 * 130)
const pool = new Tinypool({
  filename: new URL('./bad-worker.mjs', import.meta.url).href,
  minThreads: 2,
  maxThreads: 2,
  workerData: { book },
})

await Promise.all(Array.from({ length: 500 }, (_, order) => pool.run({ order, side: order % 2 ? 'buy' : 'sell' })))
await pool.destroy()

console.log('book', new Int32Array(book).subarray(2).reduce((sum, level) => (Math.imul(sum, 31) + level) | 0, 0))
