const workerpool = require('workerpool')

const WIDTH = 640
const HEIGHT = 480
const source = new Uint8Array(WIDTH * HEIGHT)
const target = new Uint8Array(WIDTH * HEIGHT)

function sharpen(frame) {
  for (let i = 0; i < source.length; i++) source[i] = Math.imul(i, 40503 + frame) >>> 7
  for (let pass = 0; pass < 3; pass++) {
    for (let y = 1; y < HEIGHT - 1; y++) {
      for (let x = 1; x < WIDTH - 1; x++) {
        const i = y * WIDTH + x
        const value = 5 * source[i] - source[i - 1] - source[i + 1] - source[i - WIDTH] - source[i + WIDTH]
        target[i] = value < 0 ? 0 : value > 255 ? 255 : value
      }
    }
    source.set(target)
  }
  return target.reduce((sum, pixel) => (sum + pixel) | 0, 0)
}

workerpool.worker({ sharpen })
