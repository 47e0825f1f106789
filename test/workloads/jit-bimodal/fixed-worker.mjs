function makeItem(n, { id = 0, bids = 0 } = {}) {
  return { id, bids, price: n & 1023, stock: n & 63, age: n & 31, rank: n & 7 }
}

const readers = {
  shop: (n) => makeItem(n),
  csv: (n) => makeItem(n),
  xml: (n) => makeItem(n),
  feed: (n) => makeItem(n),
  partner: (n) => makeItem(n, { id: n }),
  archive: (n) => makeItem(n, { id: n }),
  auction: (n) => makeItem(n, { bids: 0 }),
  outlet: (n) => makeItem(n, { bids: 0 }),
}
const names = Object.keys(readers)

function score(items) {
  let total = 0
  for (let i = 0; i < items.length; i++) {
    const item = items[i]
    total = (total + Math.imul(item.price, item.rank) + (item.stock ^ item.age)) | 0
  }
  return total
}

function scoreMany(items, passes) {
  let total = 0
  for (let pass = 0; pass < passes; pass++) total = (Math.imul(total, 31) + score(items)) | 0
  return total
}

export function migrate({ seed }) {
  const items = Array.from({ length: 2000 }, (_, i) => readers[names[i & 7]](Math.imul(i + seed, 40503)))
  return scoreMany(items, 200)
}

export function scoreShop({ seed }) {
  const items = Array.from({ length: 2000 }, (_, i) => readers.shop(Math.imul(i + seed, 40503)))
  return scoreMany(items, 2000)
}
