const WORDS = 16

function overlap(words, a, b) {
  let shared = 0
  for (let i = a * WORDS; i < (a + 1) * WORDS; i++) {
    for (let j = b * WORDS; j < (b + 1) * WORDS; j++) if (words[i] === words[j]) shared++
  }
  return shared
}

/** The five sentences that share most words with their neighbours. */
export default function summarize({ chapter, sentences }) {
  const words = Int32Array.from({ length: sentences * WORDS }, (_, i) => (Math.imul(i + chapter, 2654435761) >>> 21) % 600)
  const ranks = new Int32Array(sentences)
  for (let a = 0; a < sentences; a++) {
    for (let b = a + 1; b < Math.min(sentences, a + 60); b++) {
      const shared = overlap(words, a, b)
      ranks[a] += shared
      ranks[b] += shared
    }
  }
  return Array.from(ranks.keys()).sort((a, b) => ranks[b] - ranks[a] || a - b).slice(0, 5)
}
