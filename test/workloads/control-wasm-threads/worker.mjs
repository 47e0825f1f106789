import { workerData } from 'node:worker_threads'

const { module, memory, lane } = workerData
const { exports: mutex } = new WebAssembly.Instance(module, { env: { memory } })
const cells = new Int32Array(memory.buffer, 1024, 64)

function simulate(seed, steps) {
  let state = seed
  for (let i = 0; i < steps; i++) state = (Math.imul(state ^ (state >>> 14), 0x2545f491) + i) | 0
  return state
}

for (let step = 0; step < 300; step++) {
  const draft = simulate(step * 2 + lane, 400_000)
  mutex.lock(0)
  const value = simulate(draft, 2_000_000)
  cells[value & 63] += 1
  mutex.unlock(0)
}
