export const SIZE = 2048
const OCTAVES = 24

const noiseAt = (x, y, octave) => (Math.imul(Math.imul(x, 374761393) ^ Math.imul(y, 668265263) ^ octave, 1274126177) >>> 16) & 255

/** Heights of the whole map, from noise of several widths. */
export function raise(heights) {
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      let height = 0
      for (let octave = 0; octave < OCTAVES; octave++) height += noiseAt(x >> octave, y >> octave, octave) << (octave >> 1)
      heights[y * SIZE + x] = height
    }
  }
  return heights
}
