/** Ballots of a ward, one random word each. */
export function castVotes(ward) {
  const votes = new Int32Array(100_000)
  for (let i = 0, state = ward + 1; i < votes.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    votes[i] = state
  }
  return votes
}

/** Single transferable vote, more or less: each ballot counts for ever weaker choices. */
export function countVotes(votes) {
  const counts = new Int32Array(256)
  for (let choice = 0; choice < 100; choice++) {
    for (let i = 0; i < votes.length; i++) {
      const candidate = (votes[i] >>> (choice & 15)) & 255
      counts[candidate] = (counts[candidate] + 100 - choice) | 0
    }
  }
  return counts
}
