export function weigh(facts, round, agent) {
  const weights = Int32Array.from(facts.values(), (fact) => (fact.author === agent ? fact.weight * 2 : fact.weight))
  let total = 0
  for (let pass = 0; pass < 100; pass++) {
    for (let i = 0; i < weights.length; i++) total = (Math.imul(total, 31) + (weights[i] ^ (round + pass))) | 0
  }
  return total
}
