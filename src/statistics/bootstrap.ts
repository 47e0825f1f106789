import { sampleWithReplacement } from 'simple-statistics';
import { median, quantile } from './quantile.js';
import { createRandom } from './random.js';

export interface BootstrapOptions {
  /** The same values and seed give the same interval. */
  seed: number;
  /** Of the interval, 0..1; 0.9 unless told. */
  level?: number;
  resamples?: number;
}

export interface RatioEstimate {
  ratio: number;
  interval: [low: number, high: number];
}

const LEVEL = 0.9;
const RESAMPLES = 2000;

/**
 * Interval of any statistic: percentile bootstrap (Efron & Tibshirani 1993). With one item it has no width; with none it is NaN.
 *
 * @param statistic of a sample as large as `items`, drawn from them with replacement; NaN where that sample has none
 */
export function bootstrapInterval<T>(
  items: readonly T[],
  statistic: (sample: readonly T[]) => number,
  { seed, level = LEVEL, resamples = RESAMPLES }: BootstrapOptions,
): [low: number, high: number] {
  const random = createRandom(seed);
  return intervalOf(
    Array.from({ length: resamples }, () => statistic(drawSample(items, random))),
    level,
  );
}

/** As many of `items` as there are, drawn with replacement. */
export function drawSample<T>(items: readonly T[], random: () => number): T[] {
  return sampleWithReplacement(items as T[], items.length, random);
}

/** What lies between the outer (1 - level) / 2 on both sides. Values that are not finite do not count; NaN when none does. */
export function intervalOf(values: ArrayLike<number>, level = LEVEL): [low: number, high: number] {
  const finite = Array.from(values).filter(Number.isFinite);
  const outside = (1 - level) / 2;
  return [quantile(finite, outside), quantile(finite, 1 - outside)];
}

/**
 * How many times as fast the change is: the median over pairs of base / change, with its interval. Pairs are resampled as
 * pairs, because the two of a pair were run side by side and share what disturbed them.
 *
 * @param base durations; `change[i]` is the partner of `base[i]`, all above 0
 * @throws RangeError when the two are not of equal length
 */
export function bootstrapPairedRatio(
  base: readonly number[],
  change: readonly number[],
  options: BootstrapOptions,
): RatioEstimate {
  const ratios = pairRatios(base, change);
  return { ratio: median(ratios), interval: bootstrapInterval(ratios, median, options) };
}

/** base[i] / change[i]. @throws RangeError when the two are not of equal length */
export function pairRatios(base: readonly number[], change: readonly number[]): number[] {
  if (base.length !== change.length) {
    throw new RangeError(`Pairs need as many values on both sides, not ${base.length} and ${change.length}.`);
  }
  return base.map((value, index) => value / (change[index] as number));
}
