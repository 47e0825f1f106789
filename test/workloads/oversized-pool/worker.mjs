const WORDS = 60_000
const vocabulary = new Map()
for (let i = 0; i < WORDS; i++) vocabulary.set(`${(Math.imul(i, 2654435761) >>> 0).toString(36)}`, i & 255)
const weights = Int32Array.from(vocabulary.values())

export default function scoreDocument({ document }) {
  let state = document + 1
  let score = 0
  for (let i = 0; i < 1_000_000; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    score = (score + Math.imul(weights[(state >>> 8) % WORDS], i & 7)) | 0
  }
  return score
}
