import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Piscina } from 'piscina'

const run = promisify(execFile)
const compiler = fileURLToPath(new URL('./compiler.mjs', import.meta.url))
const pool = new Piscina({ filename: new URL('./worker.mjs', import.meta.url).href, minThreads: 2, maxThreads: 2 })

let digest = 'start'
for (let stage = 0; stage < 6; stage++) {
  const { stdout } = await run(process.execPath, [compiler, digest])
  digest = await pool.run(stdout.trim())
}
await pool.destroy()

console.log('image', digest)
