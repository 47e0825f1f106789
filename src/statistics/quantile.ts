import { median as medianOfSome, quantile as quantileOfSome, quantileSorted } from 'simple-statistics';

/** Interpolated between neighbours; any order, unchanged. NaN for no values. @param share 0..1 */
export function quantile(values: ArrayLike<number>, share: number): number {
  return values.length === 0 ? Number.NaN : quantileOfSome(Array.from(values), share);
}

/** NaN for no values. */
export function median(values: ArrayLike<number>): number {
  return values.length === 0 ? Number.NaN : medianOfSome(Array.from(values));
}

/** As `quantile`, without the sorting. @param sorted ascending */
export function quantileOfSorted(sorted: number[], share: number): number {
  return sorted.length === 0 ? Number.NaN : quantileSorted(sorted, share);
}
