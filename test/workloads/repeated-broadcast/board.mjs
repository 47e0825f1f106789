export const makeFacts = () =>
  new Map(Array.from({ length: 20_000 }, (_, i) => [`fact-${i}`, { weight: (i * 37) & 1023, author: i & 7, text: `claim number ${i}` }]))

/** What the replies of a round change: eight facts, chosen by the replies. */
export function changesOf(round, replies) {
  const sum = replies.reduce((total, reply) => (total + reply) | 0, round)
  return Array.from({ length: 8 }, (_, i) => {
    const index = (Math.imul(sum + i, 2654435761) >>> 0) % 20_000
    return [`fact-${index}`, { weight: (sum >>> i) & 1023, author: i, text: `claim of round ${round}` }]
  })
}
