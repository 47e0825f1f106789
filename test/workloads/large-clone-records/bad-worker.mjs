export default function shardValue(records) {
  let value = 0
  for (let pass = 0; pass < 40; pass++) {
    for (let i = 0; i < records.length; i++) {
      const record = records[i]
      value = (value + Math.imul(record.price, record.stock) + (record.tags[1] ^ pass)) | 0
    }
  }
  return value
}
