import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

const shared = new SharedArrayBuffer(4096)
const clerks = [0, 1].map((clerk) => new Worker(new URL('./worker.mjs', import.meta.url), { workerData: { shared, clerk } }))
const balances = await Promise.all(clerks.map((clerk) => once(clerk, 'message')))
console.log('balances', ...balances.flat())
