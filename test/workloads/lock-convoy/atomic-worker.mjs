import { parentPort, workerData } from 'node:worker_threads'

const words = new Int32Array(workerData.shared)

function scorePage(page, steps = 2000) {
  let hash = page
  for (let i = 0; i < steps; i++) hash = (Math.imul(hash ^ (hash >>> 13), 0x5bd1e995) + i) | 0
  return hash & 0xffff
}

// Compiled with all of it seen, or some runs are twice as slow as others.
for (let page = 0; page < 2000; page++) scorePage(page, 10)

// Compiled with all of it seen, or some runs are twice as slow as others.
for (let page = 0; page < 2000; page++) scorePage(page, 10)

let total = 0
for (;;) {
  const page = Atomics.add(words, 4, 1)
  if (page >= workerData.pages) break
  total = (total + scorePage(page)) | 0
}
parentPort.postMessage(total)
