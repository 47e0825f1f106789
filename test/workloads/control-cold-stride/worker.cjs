const SIZE = 1024
const board = Int32Array.from({ length: SIZE * SIZE }, (_, i) => Math.imul(i, 2654435761) >>> 24)

/** Walks down the columns of a big board, but only a few of them once a task. */
function sampleColumns() {
  let sum = 0
  for (let column = 0; column < SIZE; column += 16) {
    for (let row = 0; row < SIZE; row++) {
      sum = (sum + board[row * SIZE + column]) | 0
    }
  }
  return sum
}

function search(seed) {
  let best = seed | 0
  for (let i = 0; i < 80_000_000; i++) best = (Math.imul(best ^ i, 1103515245) + 12345) | 0
  return best
}

module.exports = (seed) => (search(seed) + sampleColumns()) | 0
