import { sampleStandardDeviation } from 'simple-statistics';
import { pairRatios } from './bootstrap.js';
import { studentQuantile } from './student.js';

/** One side of a two-sided 90 % interval, which must exclude 1 to show a difference. */
const CONFIDENCE = 0.95;
/** A difference of the size stated is shown in four of five attempts. */
const POWER = 0.8;
const MIN_PAIRS = 2;

/**
 * Cliff's delta (Cliff 1993) of durations: the share of all base × change comparisons that the change wins, less the share it
 * loses. 1 = every run of the change was shorter than every run of the base, 0 = no difference, -1 = all longer. NaN when empty.
 */
export function effectSize(base: readonly number[], change: readonly number[]): number {
  let wins = 0;
  for (const before of base) for (const after of change) wins += Math.sign(before - after);
  return wins / (base.length * change.length);
}

/**
 * Noise of pairs: the standard deviation of ln(base / change). NaN for fewer than two pairs.
 * From runs of one kind only, whose relative standard deviation is s: about s √2, because both of a pair scatter.
 */
export function pairNoise(base: readonly number[], change: readonly number[]): number {
  const logs = pairRatios(base, change).map(Math.log);
  return logs.length < MIN_PAIRS ? Number.NaN : sampleStandardDeviation(logs);
}

/**
 * The smallest gain that so many pairs would show: with 80 % power, a two-sided 90 % interval excluding 1.
 * exp((t₀.₉₅ + t₀.₈) · noise / √pairs) - 1, with Student's t for pairs - 1 degrees of freedom.
 *
 * @param noise of pairs, see `pairNoise`
 * @returns as a share: 0.07 = a speed-up of 1.07. Infinity for fewer than two pairs
 */
export function minimumDetectableEffect(noise: number, pairs: number): number {
  if (pairs < MIN_PAIRS) return Infinity;
  const freedom = pairs - 1;
  const reach = studentQuantile(CONFIDENCE, freedom) + studentQuantile(POWER, freedom);
  return Math.exp((reach * noise) / Math.sqrt(pairs)) - 1;
}
