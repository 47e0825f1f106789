export const RECORDS = 25_000

export function makeRecords(shard) {
  return Array.from({ length: RECORDS }, (_, i) => ({
    id: shard * RECORDS + i,
    price: Math.imul(i + shard, 40503) & 0xfff,
    stock: (i * 7 + shard) & 255,
    name: `item-${i}`,
    tags: [i & 15, (i >> 4) & 15],
  }))
}
