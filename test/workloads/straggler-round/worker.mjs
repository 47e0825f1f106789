/** Edit distances of each row's word to its neighbours' under the context. */
const LENGTH = 96
const previous = new Int32Array(LENGTH + 1)

const letter = (row, i, context) => ((Math.imul(row + 1, 40503) ^ Math.imul(i + 7, context | 1)) >>> 9) & 3

function distance(a, b, context) {
  for (let j = 0; j <= LENGTH; j++) previous[j] = j
  for (let i = 1; i <= LENGTH; i++) {
    let diagonal = previous[0]
    previous[0] = i
    for (let j = 1; j <= LENGTH; j++) {
      const substitute = diagonal + (letter(a, i, context) === letter(b, j, context) ? 0 : 1)
      diagonal = previous[j]
      const shift = (previous[j - 1] < diagonal ? previous[j - 1] : diagonal) + 1
      previous[j] = substitute < shift ? substitute : shift
    }
  }
  return previous[LENGTH]
}

export default function compareRows({ first, last, context }) {
  let total = 0
  for (let row = first; row < last; row++) {
    for (let other = row + 1; other <= row + 8; other++) total = (total + distance(row, other, context)) | 0
  }
  return total
}
