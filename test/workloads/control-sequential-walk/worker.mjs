const WIDTH = 2048
const HEIGHT = 2048
const map = new Int32Array(WIDTH * HEIGHT)
for (let i = 0, noise = 1; i < map.length; i++) {
  noise = (Math.imul(noise, 1664525) + 1013904223) | 0
  map[i] = noise >>> 20
}

/** Rain that fell along each meridian. */
function addColumns(rain, sums, day) {
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      sums[x] += rain[y * WIDTH + x] ^ day
    }
  }
}

export default function totalOf(day) {
  const sums = new Int32Array(WIDTH)
  addColumns(map, sums, day)
  let total = 0
  for (let x = 0; x < WIDTH; x++) total = (Math.imul(total, 31) + sums[x]) | 0
  return total
}
