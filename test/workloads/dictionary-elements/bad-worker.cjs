const IDS = 1 << 20
const LOOKUPS = 3_500_000

/** How often each id came: ids are spread over a million, and the highest comes first. */
function count(file) {
  const counts = []
  counts[IDS - 1] = 0
  let noise = file
  let most = 0
  for (let i = 0; i < LOOKUPS; i++) { // <- site
    noise = (Math.imul(noise, 1664525) + 1013904223) | 0
    const id = (noise >>> 20) * 256
    const times = (counts[id] | 0) + 1 // <- site
    counts[id] = times // <- site
    if (times > most) most = times
  }
  return most
}

module.exports = count
