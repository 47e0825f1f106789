const TOPICS = 64
const text = Uint8Array.from({ length: 4096 }, (_, i) => (i * 131 + (i >> 3)) & 255)

/** How well the text supports each topic, as seen by one agent in one round. */
export function scoreTopics(agent, round, repeats) {
  const scores = new Int32Array(TOPICS)
  for (let r = 0; r < repeats; r++) {
    let hash = (agent * 7919 + round * 104729 + r) | 0
    for (let i = 0; i < text.length; i++) {
      hash = Math.imul(hash ^ text[i], 16777619)
      scores[hash & 63] += (hash >>> 24) & 7
    }
  }
  return scores
}
