import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

const SIDE = 512
const shared = { control: new SharedArrayBuffer(16), cells: new SharedArrayBuffer(2 * SIDE * SIDE) }
const cells = new Uint8Array(shared.cells)
for (let i = 0; i < SIDE * SIDE; i++) cells[i] = (Math.imul(i, 2654435761) >>> 29) & 1

const bands = [0, 1].map((band) => new Worker(new URL('./worker.mjs', import.meta.url), { workerData: { ...shared, band, side: SIDE } }))
await Promise.all(bands.map((band) => once(band, 'exit')))
console.log('alive', cells.subarray(0, SIDE * SIDE).reduce((sum, cell) => sum + cell, 0))
