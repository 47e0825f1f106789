import { median, quantile, sampleWithReplacement } from 'simple-statistics';

export interface Ratio {
  value: number;
  /** 90 % percentile bootstrap over rounds. */
  interval: [low: number, high: number];
}

const RESAMPLES = 2000;

/**
 * Ratio of medians of paired rounds, after taking `startUp` (what the tool costs before the program begins) off `numerator`.
 * Rounds are resampled as pairs, as the two were run side by side.
 */
export function ratioOfMedians(numerator: readonly number[], denominator: readonly number[], startUp = 0): Ratio {
  const random = seeded(1);
  const rounds = denominator.map((_, round) => round);
  const ratio = (picked: readonly number[]): number =>
    (median(picked.map((round) => numerator[round] ?? 0)) - startUp) /
    median(picked.map((round) => denominator[round] ?? 1));
  const resampled = Array.from({ length: RESAMPLES }, () =>
    ratio(sampleWithReplacement(rounds, rounds.length, random)),
  );
  return { value: ratio(rounds), interval: [quantile(resampled, 0.05), quantile(resampled, 0.95)] };
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
