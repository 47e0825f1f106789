import { Piscina } from 'piscina'

const pool = new Piscina({ filename: new URL('./worker.mjs', import.meta.url).href, minThreads: 2, maxThreads: 2 })

const reports = Array.from({ length: 45 }, (_, id) => ({ id, pages: 40 }))
reports.push({ id: 45, pages: 1800 })

const digests = await Promise.all(reports.map((report) => pool.run(report))) // <- site
await pool.destroy()

console.log('reports', digests.reduce((sum, digest) => (sum + digest) | 0, 0))
