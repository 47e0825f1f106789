import { parentPort, workerData } from 'node:worker_threads'
import { createTicketLock } from './ticket-lock.mjs'

const words = new Int32Array(workerData.shared)
const lock = createTicketLock(words)

function scorePage(page) {
  let hash = page
  for (let i = 0; i < 2000; i++) hash = (Math.imul(hash ^ (hash >>> 13), 0x5bd1e995) + i) | 0
  return hash & 0xffff
}

const CLAIM = 64
let total = 0
for (;;) {
  lock.lock()
  const first = words[4]
  words[4] = first + CLAIM
  lock.unlock()
  if (first >= workerData.pages) break
  const end = Math.min(first + CLAIM, workerData.pages)
  for (let page = first; page < end; page++) total = (total + scorePage(page)) | 0
}
parentPort.postMessage(total)
