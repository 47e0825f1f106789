/** Time of rows summed into equal slices of a span. */
export interface Slices {
  readonly buckets: number;
  /** Adds the part of [fromNs, toNs) that lies in the span. Ends that are not numbers add nothing. */
  add(row: number, fromNs: number, toNs: number): void;
  /** 0..1: how much of the slice was added; overlapping additions count once at most. */
  share(row: number, bucket: number): number;
  /**
   * For a cumulative column read at the (ascending) times `atNs`: a function giving its growth in a slice as a share of the
   * slice, taking it as even between two readings and nothing outside them.
   */
  resample(atNs: Float64Array, count: number): (column: Float64Array, bucket: number) => number;
}

/** @param beginNs, endNs the span, ns; an empty one is taken as one ns long */
export function createSlices(rows: number, buckets: number, beginNs: number, endNs: number): Slices {
  const width = Math.max(1, endNs - beginNs) / buckets;
  const sums = new Float64Array(rows * buckets);
  return {
    buckets,
    add(row, fromNs, toNs) {
      const from = Math.max(fromNs, beginNs);
      const to = Math.min(toNs, beginNs + width * buckets);
      if (!(to > from)) return;
      const last = Math.min(buckets - 1, Math.floor((to - beginNs) / width));
      for (let bucket = Math.floor((from - beginNs) / width); bucket <= last; bucket++) {
        const start = beginNs + bucket * width;
        const inside = Math.min(to, start + width) - Math.max(from, start);
        if (inside > 0) sums[row * buckets + bucket] = (sums[row * buckets + bucket] as number) + inside;
      }
    },
    share: (row, bucket) => Math.min(1, (sums[row * buckets + bucket] as number) / width),
    resample(atNs, count) {
      return (column, bucket) => {
        const start = beginNs + bucket * width;
        return (valueAt(atNs, column, count, start + width) - valueAt(atNs, column, count, start)) / width;
      };
    },
  };
}

/** Linear between readings; the first and last reading hold outside them. */
function valueAt(atNs: Float64Array, column: Float64Array, count: number, time: number): number {
  if (count === 0) return 0;
  let low = 0;
  let high = count - 1;
  if (time <= (atNs[low] as number)) return column[low] as number;
  if (time >= (atNs[high] as number)) return column[high] as number;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((atNs[middle] as number) <= time) low = middle;
    else high = middle;
  }
  const span = (atNs[high] as number) - (atNs[low] as number);
  const part = span > 0 ? (time - (atNs[low] as number)) / span : 0;
  return (column[low] as number) + part * ((column[high] as number) - (column[low] as number));
}
