/** Adds `by` to an element that exists and returns what it was before. */
export function addTo(values: Float64Array | Int32Array | Uint32Array | number[], index: number, by = 1): number {
  const before = values[index] as number;
  values[index] = before + by;
  return before;
}
