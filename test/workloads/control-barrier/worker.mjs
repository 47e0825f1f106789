import { workerData } from 'node:worker_threads'

const { side, band } = workerData
const GENERATIONS = 1600
const control = new Int32Array(workerData.control)
const grids = [0, 1].map((half) => new Uint8Array(workerData.cells, half * side * side, side * side))

function barrier(threads) {
  const generation = Atomics.load(control, 1)
  if (Atomics.add(control, 0, 1) === threads - 1) {
    Atomics.store(control, 0, 0)
    Atomics.add(control, 1, 1)
    Atomics.notify(control, 1)
  } else {
    while (Atomics.load(control, 1) === generation) Atomics.wait(control, 1, generation)
  }
}

function live(from, to, firstRow, lastRow) {
  const mask = side * side - 1
  for (let i = firstRow * side; i < lastRow * side; i++) {
    let near = 0
    for (let row = -side; row <= side; row += side) {
      near += from[(i + row - 1) & mask] + from[(i + row) & mask] + from[(i + row + 1) & mask]
    }
    near -= from[i]
    to[i] = near === 3 || (near === 2 && from[i] === 1) ? 1 : 0
  }
}

for (let generation = 0; generation < GENERATIONS; generation++) {
  live(grids[generation & 1], grids[(generation + 1) & 1], (band * side) / 2, ((band + 1) * side) / 2)
  barrier(2)
}
