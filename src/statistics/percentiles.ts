export interface Percentiles {
  count: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

/**
 * Percentiles by nearest rank: each is a value that was measured, none is interpolated between two.
 *
 * @param values any order, finite; sorted in place
 * @returns null for no values
 */
export function computePercentiles(values: Float64Array): Percentiles | null {
  const count = values.length;
  if (count === 0) return null;
  values.sort();
  const at = (share: number): number => Math.round(values[Math.max(0, Math.ceil(share * count) - 1)] as number);
  return { count, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}
