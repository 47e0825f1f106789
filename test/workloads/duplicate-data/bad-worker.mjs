import { parentPort, workerData } from 'node:worker_threads'
import { raise, SIZE } from './terrain.mjs'

const heights = raise(new Int32Array(SIZE * SIZE)) // <- site
const rows = SIZE / workerData.bands
const begin = workerData.band * rows

/** Cells of the band that are higher than a level, and how much higher. */
function above(level) {
  let sum = 0
  for (let i = begin * SIZE; i < (begin + rows) * SIZE; i++) { // <- site
    const height = heights[i] // <- site
    sum = (sum + (height > level ? height - level : 0)) | 0
  }
  return sum
}

let total = 0
for (let level = 0; level < 80; level++) total = (Math.imul(total, 31) + above(level * 32)) | 0
parentPort.postMessage(total)
