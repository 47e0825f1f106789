/** How well predictions came true. Pairs of equal length; NaN for none. */
import { mean, sampleRankCorrelation } from 'simple-statistics';

/** Spearman's ρ, equal values sharing their middle rank. NaN for fewer than two, or when one side does not vary. */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  if (a.length < 2) return Number.NaN;
  return sampleRankCorrelation([...a], [...b]);
}

/** Mean of |predicted - observed| / observed, 0..: the MAPE as a share. */
export function meanAbsolutePercentageError(predicted: readonly number[], observed: readonly number[]): number {
  return meanOr(relativeErrors(predicted, observed).map(Math.abs));
}

/** Mean of (predicted - observed) / observed: above 0 where predictions promise too much. */
export function bias(predicted: readonly number[], observed: readonly number[]): number {
  return meanOr(relativeErrors(predicted, observed));
}

/** Share of intervals that hold what was observed, ends included, 0..1. */
export function coverage(
  intervals: readonly (readonly [low: number, high: number])[],
  observed: readonly number[],
): number {
  return meanOr(
    intervals.map(([low, high], index) => {
      const value = observed[index] as number;
      return low <= value && value <= high ? 1 : 0;
    }),
  );
}

function relativeErrors(predicted: readonly number[], observed: readonly number[]): number[] {
  return predicted.map((value, index) => {
    const truth = observed[index] as number;
    return (value - truth) / truth;
  });
}

function meanOr(values: number[]): number {
  return values.length === 0 ? Number.NaN : mean(values);
}
