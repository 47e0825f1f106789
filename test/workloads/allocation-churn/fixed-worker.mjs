const WIDTH = 1024
const HEIGHT = 768
const image = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => Math.imul(i, 2654435761) >>> 24)
const block = new Int32Array(64)
const out = new Int32Array(64)

/** Sums and differences of neighbours (a Haar step), rows of the block. */
function transform() {
  for (let row = 0; row < 64; row += 8) {
    for (let i = 0; i < 4; i++) {
      out[row + i] = block[row + 2 * i] + block[row + 2 * i + 1]
      out[row + 4 + i] = block[row + 2 * i] - block[row + 2 * i + 1]
    }
  }
}

function load(x, y, frame) {
  for (let row = 0; row < 8; row++) {
    for (let i = 0; i < 8; i++) block[row * 8 + i] = image[(y + row) * WIDTH + x + i] ^ frame
  }
}

export default function compress(frame) {
  let sum = 0
  for (let y = 0; y < HEIGHT; y += 8) {
    for (let x = 0; x < WIDTH; x += 8) {
      load(x, y, frame)
      transform()
      sum = (Math.imul(sum, 31) + out[0] + out[4]) | 0
    }
  }
  return sum
}
