import { parentPort, workerData } from 'node:worker_threads'

const ENTRIES = 1_000_000
const ledger = new Int32Array(workerData.shared, workerData.clerk * 2048, 256)

function lock() {
  while (Atomics.compareExchange(ledger, 0, 0, 1) !== 0) Atomics.wait(ledger, 0, 1)
}

function unlock() {
  Atomics.store(ledger, 0, 0)
  Atomics.notify(ledger, 0, 1)
}

function assess(entry) {
  let hash = entry
  for (let i = 0; i < 900; i++) hash = (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) + i) | 0
  return hash
}

for (let entry = 0; entry < ENTRIES; entry++) {
  const amount = assess(entry)
  lock()
  ledger[1 + (amount & 127)] += amount >>> 28
  unlock()
}
parentPort.postMessage(ledger.reduce((sum, balance) => (Math.imul(sum, 31) + balance) | 0, 0))
