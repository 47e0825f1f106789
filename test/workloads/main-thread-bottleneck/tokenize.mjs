/** Word ids of a text: the hash of each run of letters. */
export function tokenize(bytes) {
  const ids = new Int32Array(bytes.length)
  let count = 0
  for (let pass = 0; pass < 8; pass++) {
    count = 0
    let hash = 0
    for (let i = 0; i < bytes.length; i++) {
      if (bytes[i] !== 32) hash = Math.imul(hash ^ bytes[i], 16777619 + pass)
      else {
        ids[count++] = hash >>> 12
        hash = 0
      }
    }
  }
  return ids.slice(0, count)
}
