import { quantileSorted } from 'simple-statistics';

/** Values a figure is computed from at most: more do not narrow an interval anyone would read, but cost time. */
const MAX_VALUES = 20_000;
const RESAMPLES = 200;
/** Values a resample draws from at most; the interval of a larger sample is narrower than the two digits shown. */
const MAX_RESAMPLED = 500;

/** Finite values in ascending order, thinned evenly to a bounded number. */
export function sortSample(values: Iterable<number>): number[] {
  const finite: number[] = [];
  for (const value of values) if (Number.isFinite(value)) finite.push(value);
  return Array.from(Float64Array.from(thin(finite, MAX_VALUES)).sort());
}

/** Quantile of an ascending sample; NaN when it is empty. */
export function quantileOf(sorted: number[], share: number): number {
  return sorted.length === 0 ? Number.NaN : quantileSorted(sorted, share);
}

/**
 * A 90 % percentile-bootstrap interval of the median. Seeded by the sample itself, so that a trace gives the same report twice.
 */
export function bootstrapMedian(sorted: number[]): [low: number, high: number] | undefined {
  if (sorted.length < 2) return undefined;
  const sample = thin(sorted, MAX_RESAMPLED);
  const random = startRandom(sample.length);
  const medians = Array.from({ length: RESAMPLES }, () => {
    const drawn = Float64Array.from(sample, () => sample[Math.floor(random() * sample.length)] as number).sort();
    return drawn[drawn.length >> 1] as number;
  });
  const ordered = sortSample(medians);
  return [quantileOf(ordered, 0.05), quantileOf(ordered, 0.95)];
}

function thin(values: number[], most: number): number[] {
  if (values.length <= most) return values;
  const step = values.length / most;
  return Array.from({ length: most }, (_, index) => values[Math.floor(index * step)] as number);
}

/** mulberry32: small, fast, good enough for resampling. */
function startRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
