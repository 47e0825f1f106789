const POSITIONS = 12_000

/** Positions known already, of all rounds. */
const known = new Map()

function evaluate(key) {
  const found = known.get(key)
  if (found !== undefined) return found.score
  const moves = Array.from({ length: 12 }, (_, move) => ({ move, value: Math.imul(key ^ move, 2654435761) >>> 22 })) // <- site
  const score = moves.reduce((best, { value }) => Math.max(best, value), 0)
  known.set(key, { score, moves }) // <- site
  return score
}

module.exports = function play({ round, player }) {
  let sum = 0
  for (let i = 0; i < POSITIONS; i++) sum = (sum + evaluate(round * POSITIONS * 2 + player * POSITIONS + (i % 9000))) | 0
  return sum
}
