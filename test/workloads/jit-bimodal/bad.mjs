import { Piscina } from 'piscina'

const pool = new Piscina({ filename: new URL('./bad-worker.mjs', import.meta.url).href, minThreads: 2, maxThreads: 2 })

const migrated = await pool.run({ seed: 1 }, { name: 'migrate' })
const scores = await Promise.all(Array.from({ length: 360 }, (_, seed) => pool.run({ seed }, { name: 'scoreShop' })))
await pool.destroy()

console.log('shops', scores.reduce((sum, score) => (Math.imul(sum, 31) + score) | 0, migrated))
