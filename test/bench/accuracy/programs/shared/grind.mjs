const table = Int32Array.from({ length: 4096 }, (_, i) => Math.imul(i + 1, 2654435761));

/** Integer work, about a microsecond a unit; what it returns depends on all of it. */
export function grind(units, seed) {
  let state = seed | 0;
  for (let unit = 0; unit < units; unit++) {
    for (let i = 0; i < 320; i++) {
      state = (Math.imul(state ^ table[(state >>> 8) & 4095], 16777619) + i) | 0;
    }
  }
  return state;
}
