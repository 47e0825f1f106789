function nextToken(state) {
  for (let i = 0; i < 600; i++) state = (Math.imul(state ^ (state >>> 13), 0x5bd1e995) + i) | 0
  return state
}

export default function readChapter({ chapter, port }) {
  let token = chapter
  for (let i = 0; i < 80_000; i++) {
    token = nextToken(token)
    port.postMessage([token]) // <- site
  }
  port.postMessage(null)
}
