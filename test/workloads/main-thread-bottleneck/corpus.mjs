export const DOCUMENTS = 300

/** The bytes of one document: words of lower-case letters. */
export function readDocument(number) {
  const bytes = new Uint8Array(150_000)
  let state = number + 1
  for (let i = 0; i < bytes.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    const roll = (state >>> 24) & 31
    bytes[i] = roll > 25 ? 32 : 97 + roll
  }
  return bytes
}
