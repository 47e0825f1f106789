import Tinypool from 'tinypool'

const pool = new Tinypool({ filename: new URL('./fixed-worker.mjs', import.meta.url).href, minThreads: 2, maxThreads: 2 })
const tally = new Int32Array(256)

async function poll(lane) {
  for (let ward = lane; ward < 160; ward += 2) {
    const counts = await pool.run({ ward })
    for (let i = 0; i < tally.length; i++) tally[i] = (tally[i] + counts[i]) | 0
  }
}

await Promise.all([poll(0), poll(1)])
await pool.destroy()
console.log('tally', tally.reduce((sum, count) => (Math.imul(sum, 31) + count) | 0, 0))
