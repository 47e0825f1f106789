const readers = {
  shop: (n) => ({ price: n & 1023, stock: n & 63, age: n & 31, rank: n & 7 }),
  csv: (n) => ({ rank: n & 7, price: n & 1023, stock: n & 63, age: n & 31 }),
  xml: (n) => ({ age: n & 31, rank: n & 7, price: n & 1023, stock: n & 63 }),
  feed: (n) => ({ stock: n & 63, age: n & 31, rank: n & 7, price: n & 1023 }),
  partner: (n) => ({ id: n, price: n & 1023, stock: n & 63, age: n & 31, rank: n & 7 }),
  archive: (n) => ({ id: n, rank: n & 7, price: n & 1023, stock: n & 63, age: n & 31 }),
  auction: (n) => ({ bids: 0, price: n & 1023, stock: n & 63, age: n & 31, rank: n & 7 }),
  outlet: (n) => ({ bids: 0, stock: n & 63, age: n & 31, rank: n & 7, price: n & 1023 }),
}
const names = Object.keys(readers)

function score(items) {
  let total = 0
  for (let i = 0; i < items.length; i++) {
    const item = items[i] // <- site
    total = (total + Math.imul(item.price, item.rank) + (item.stock ^ item.age)) | 0 // <- site
  }
  return total
}

function scoreMany(items, passes) { // <- site
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
