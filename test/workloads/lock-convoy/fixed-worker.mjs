import { parentPort, workerData } from 'node:worker_threads'
import { createTicketLock } from './ticket-lock.mjs'

const words = new Int32Array(workerData.shared)
const lock = createTicketLock(words)

function scorePage(page, steps = 2000) {
  let hash = page
  for (let i = 0; i < steps; i++) hash = (Math.imul(hash ^ (hash >>> 13), 0x5bd1e995) + i) | 0
  return hash & 0xffff
}

const CLAIM = 64
// Compiled with all of it seen, or some runs are twice as slow as others.
for (let page = 0; page < 2000; page++) scorePage(page, 10)

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
