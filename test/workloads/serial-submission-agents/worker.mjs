function search(state, depth, alpha, beta) {
  if (depth === 0) return (Math.imul(state, 2654435761) >>> 20) - 2048
  let best = -4096
  for (let move = 1; move <= 2; move++) {
    const next = (Math.imul(state, 1664525) + move * 1013904223) | 0
    const value = -search(next, depth - 1, -beta, -alpha)
    if (value > best) best = value
    if (best > alpha) alpha = best
    if (alpha >= beta) break
  }
  return best
}

export default function chooseMove({ seed, depth }) {
  let total = 0
  for (let root = 0; root < 24; root++) total += search(seed * 64 + root, depth, -4096, 4096)
  return total & 0xffff
}
