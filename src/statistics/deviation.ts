import { sampleStandardDeviation } from 'simple-statistics';

/** Of a sample (n - 1); NaN for fewer than two values. */
export function standardDeviation(values: readonly number[]): number {
  return values.length < 2 ? Number.NaN : sampleStandardDeviation([...values]);
}
