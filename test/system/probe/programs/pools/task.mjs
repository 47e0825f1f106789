// The same task for every pool.
export default function burn(seed) {
  let state = Number(seed) | 1;
  for (let step = 0; step < 300_000; step++) state = Math.imul(state ^ (state >>> 13), 0x5bd1e995) | 1;
  return state;
}
