import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { check, sourceOf } from './check.mjs'

const formatter = new Worker(new URL('./fixed-worker.mjs', import.meta.url))

async function format(text) {
  formatter.postMessage(text)
  const [formatted] = await once(formatter, 'message')
  return formatted
}

let faults = 0
let bytes = 0
for (let file = 0; file < 260; file++) {
  const text = sourceOf(file)
  const pending = format(text)
  faults += check(text, 32)
  bytes += (await pending).length
}
await formatter.terminate()
console.log('lint', faults, bytes)
