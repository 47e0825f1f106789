const SIDE = 512

/** Averages 4 by 4 blocks and digests the result. */
export function shrink(picture) {
  const pixels = new Uint8Array(SIDE * SIDE)
  for (let i = 0; i < pixels.length; i++) pixels[i] = Math.imul(i + picture, 2654435761) >>> 24
  let digest = 0
  for (let y = 0; y < SIDE; y += 4) {
    for (let x = 0; x < SIDE; x += 4) {
      let sum = 0
      for (let j = 0; j < 4; j++) for (let i = 0; i < 4; i++) sum += pixels[(y + j) * SIDE + x + i]
      digest = (Math.imul(digest, 31) + (sum >> 4)) | 0
    }
  }
  return digest
}
