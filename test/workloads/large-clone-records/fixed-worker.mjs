export default function shardValue(columns) {
  let value = 0
  for (let pass = 0; pass < 40; pass++) {
    for (let i = 0; i < columns.length; i += 3) {
      value = (value + Math.imul(columns[i], columns[i + 1]) + (columns[i + 2] ^ pass)) | 0
    }
  }
  return value
}
