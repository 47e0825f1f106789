import Tinypool from 'tinypool'

const pool = new Tinypool({ filename: new URL('./worker.mjs', import.meta.url).href, minThreads: 2, maxThreads: 2 })
const chapters = Array.from({ length: 100 }, (_, chapter) => ({ chapter, sentences: 900 }))

const summaries = []
for (const chapter of chapters) {
  summaries.push(await pool.run(chapter)) // <- site
}
await pool.destroy()

console.log('summary', summaries.flat().reduce((sum, line) => (Math.imul(sum, 31) + line) | 0, 0))
