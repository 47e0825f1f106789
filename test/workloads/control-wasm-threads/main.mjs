import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { lockModule } from './lock-module.mjs'

const module = new WebAssembly.Module(lockModule)
const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true })
const workers = [0, 1].map((lane) => new Worker(new URL('./worker.mjs', import.meta.url), { workerData: { module, memory, lane } }))
await Promise.all(workers.map((worker) => once(worker, 'exit')))

console.log('cells', new Int32Array(memory.buffer, 1024, 64).reduce((sum, cell) => (Math.imul(sum, 31) + cell) | 0, 0))
