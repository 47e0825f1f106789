const SIDE = 256

/** Cheapest way to each cell of the last row, walking down a grid of integer costs. */
export default function cheapestWays({ seed }) {
  let above = new Int32Array(SIDE)
  let here = new Int32Array(SIDE)
  let state = seed + 1
  for (let row = 0; row < SIDE * 40; row++) {
    for (let col = 0; col < SIDE; col++) {
      state = (Math.imul(state, 1103515245) + 12345) | 0
      const left = above[(col + SIDE - 1) & (SIDE - 1)]
      const right = above[(col + 1) & (SIDE - 1)]
      const best = left < right ? left : right
      here[col] = ((best < above[col] ? best : above[col]) + ((state >>> 16) & 63)) | 0
    }
    ;[above, here] = [here, above]
  }
  return above.slice(0, 32)
}
