const { parentPort, workerData } = require('node:worker_threads')

const SIZE = 1200
const STEPS = 100

const terrain = Array.from({ length: SIZE }, (_, row) =>
  Array.from({ length: SIZE }, (_, column) => (Math.imul(row * SIZE + column + workerData.half, 2654435761) >>> 20) & 1023),
)

/** Water runs down each column: what a cell cannot hold goes to the one below. */
function rain(cells, limit) {
  const rows = cells.length
  const columns = cells[0].length
  for (let row = 1; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const height = cells[row][column] + (cells[row - 1][column] >> 3)
      cells[row][column] = height > limit ? height - limit : height + 1
    }
  }
}

for (let step = 0; step < STEPS; step++) rain(terrain, 900 + step)

let sum = 0
for (const row of terrain) for (const height of row) sum = (Math.imul(sum, 31) + height) | 0
parentPort.postMessage(sum)
