/** Steps of a random walk on a ring of cells; a unit of effort takes about four milliseconds. */
const cells = new Int32Array(1024)

export default function experiment({ effort }) {
  let state = effort
  let cell = 0
  for (let step = 0; step < effort * 1_500_000; step++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    cell = (cell + (state >>> 30) + 1) & 1023
    cells[cell] ^= step
  }
  return true
}
