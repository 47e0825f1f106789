const seen = new Uint8Array(1 << 20)

export default function novelty(tokens) {
  seen.fill(0)
  let fresh = 0
  for (let i = 0; i < tokens.length; i++) {
    if (seen[tokens[i]] === 0) fresh++
    seen[tokens[i]] = 1
  }
  return fresh
}
