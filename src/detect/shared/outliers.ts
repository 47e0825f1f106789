import { quantileOf } from './intervals.js';

/** Values that stand apart from the others: all from `from` on, `ratio` times the largest of the rest. */
export interface Outliers {
  from: number;
  count: number;
  ratio: number;
  /** Median of the rest. */
  usual: number;
}

/**
 * Below twice the rest a value is one normal task more: any greedy schedule may end with one task's length of imbalance.
 */
const MIN_RATIO = 2;

/**
 * The few largest of an ascending sample, if a gap parts them from the rest that is wider (as a ratio) than the whole upper
 * half of the rest. Draws from one distribution do not do that, however heavy its tail: their largest values lie close to
 * each other compared with the way from the median to them.
 */
export function findOutliers(sorted: number[]): Outliers | undefined {
  let best: Outliers | undefined;
  for (let last = sorted.length - 2; last >= sorted.length / 2 - 1 && last >= 0; last--) {
    const below = sorted[last] as number;
    const above = sorted[last + 1] as number;
    const ratio = above / below;
    if (!(below > 0) || ratio < MIN_RATIO || ratio <= (best?.ratio ?? 0)) continue;
    const usual = quantileOf(sorted.slice(0, last + 1), 0.5);
    if (ratio > below / usual) best = { from: above, count: sorted.length - last - 1, ratio, usual };
  }
  return best;
}

/** Probability of at least `hits` in `trials` when each has probability `chance`: the upper tail of a binomial distribution. */
export function binomialTail(trials: number, hits: number, chance: number): number {
  let tail = 0;
  let logChoose = 0;
  for (let k = 0; k <= trials; k++) {
    if (k > 0) logChoose += Math.log((trials - k + 1) / k);
    if (k >= hits) tail += Math.exp(logChoose + k * Math.log(chance) + (trials - k) * Math.log1p(-chance));
  }
  return Math.min(1, tail);
}
