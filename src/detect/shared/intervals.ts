import { quantileOfSorted } from '../../statistics/quantile.js';

/** Values a figure is computed from at most: more do not narrow an interval anyone would read, but cost time. */
const MAX_VALUES = 20_000;
/** Two-sided 90 % of a normal distribution. */
const Z_90 = 1.645;

/** Finite values in ascending order, thinned evenly to a bounded number. */
export function sortSample(values: Iterable<number>): number[] {
  const finite: number[] = [];
  for (const value of values) if (Number.isFinite(value)) finite.push(value);
  return Array.from(Float64Array.from(thin(finite, MAX_VALUES)).sort());
}

/** Quantile of an ascending sample; NaN when it is empty. */
export function quantileOf(sorted: number[], share: number): number {
  return quantileOfSorted(sorted, share);
}

/**
 * A 90 % interval of the median, from the order statistics: the number of values below the true median is binomial with
 * n/2 ± 1.645 √n/2. It is what a bootstrap of the median converges to, without the resampling.
 */
export function intervalOfMedian(sorted: number[]): [low: number, high: number] | undefined {
  const count = sorted.length;
  if (count < 2) return undefined;
  const reach = (Z_90 * Math.sqrt(count)) / 2;
  const at = (rank: number): number => sorted[Math.min(count - 1, Math.max(0, rank))] as number;
  return [at(Math.floor(count / 2 - reach)), at(Math.ceil(count / 2 + reach))];
}

/** A 90 % interval of a share that was counted in a sample (Wilson 1927): stays within 0..1 for small ones too. */
export function intervalOfShare(share: number, samples: number): [low: number, high: number] | undefined {
  if (!(samples > 0) || !Number.isFinite(share)) return undefined;
  const square = Z_90 ** 2 / samples;
  const middle = (share + square / 2) / (1 + square);
  const reach = (Z_90 / (1 + square)) * Math.sqrt((share * (1 - share)) / samples + square / (4 * samples));
  return [Math.max(0, middle - reach), Math.min(1, middle + reach)];
}

function thin(values: number[], most: number): number[] {
  if (values.length <= most) return values;
  const step = values.length / most;
  return Array.from({ length: most }, (_, index) => values[Math.floor(index * step)] as number);
}
