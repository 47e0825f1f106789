import { parentPort, workerData } from 'node:worker_threads'
import { createTicketLock } from './ticket-lock.mjs'

const words = new Int32Array(workerData.shared)
const lock = createTicketLock(words)

function scorePage(page) {
  let hash = page
  for (let i = 0; i < 2000; i++) hash = (Math.imul(hash ^ (hash >>> 13), 0x5bd1e995) + i) | 0
  return hash & 0xffff
}

let total = 0
for (;;) {
  lock.lock() // <- site
  const page = words[4]
  words[4] = page + 1
  lock.unlock()
  if (page >= workerData.pages) break
  total = (total + scorePage(page)) | 0
}
parentPort.postMessage(total)
