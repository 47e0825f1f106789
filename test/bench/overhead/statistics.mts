import { bootstrapInterval } from '../../../src/statistics/bootstrap.ts';
import { median } from '../../../src/statistics/quantile.ts';

export interface Ratio {
  value: number;
  /** 90 % percentile bootstrap over rounds. */
  interval: [low: number, high: number];
}

/**
 * Ratio of medians of paired rounds, after taking `startUp` (what the tool costs before the program begins) off `numerator`.
 * Rounds are resampled as pairs, as the two were run side by side.
 */
export function ratioOfMedians(numerator: readonly number[], denominator: readonly number[], startUp = 0): Ratio {
  const rounds = denominator.map((_, round) => round);
  const ratio = (picked: readonly number[]): number =>
    (median(picked.map((round) => numerator[round] ?? 0)) - startUp) /
    median(picked.map((round) => denominator[round] ?? 1));
  return { value: ratio(rounds), interval: bootstrapInterval(rounds, ratio, { seed: 1 }) };
}
