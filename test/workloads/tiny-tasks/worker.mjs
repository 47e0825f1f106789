const PASSES = 12

export function rankOne(ticket) {
  let hash = 0x811c9dc5 | 0
  for (let pass = 0; pass < PASSES; pass++) {
    for (let i = 0; i < ticket.length; i++) {
      hash = Math.imul(hash ^ ticket.charCodeAt(i), 16777619)
    }
  }
  return hash & 1023
}

export const rankMany = (tickets) => tickets.map(rankOne)
