import { parentPort, workerData } from 'node:worker_threads'

const words = new Int32Array(workerData.shared)

function scorePage(page) {
  let hash = page
  for (let i = 0; i < 2000; i++) hash = (Math.imul(hash ^ (hash >>> 13), 0x5bd1e995) + i) | 0
  return hash & 0xffff
}

let total = 0
for (;;) {
  const page = Atomics.add(words, 4, 1)
  if (page >= workerData.pages) break
  total = (total + scorePage(page)) | 0
}
parentPort.postMessage(total)
