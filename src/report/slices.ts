/** Time of rows summed into equal slices of a span. */
export interface Slices {
  readonly buckets: number;
  /** Of one slice. */
  readonly widthNs: number;
  /** Adds the part of [fromNs, toNs) that lies in the span. Ends that are not numbers add nothing. */
  add(row: number, fromNs: number, toNs: number): void;
  /** 0..1: how much of the slice was added; overlapping additions count once at most. */
  share(row: number, bucket: number): number;
}

/** @param beginNs, endNs the span, ns; an empty one is taken as one ns long */
export function createSlices(rows: number, buckets: number, beginNs: number, endNs: number): Slices {
  const width = Math.max(1, endNs - beginNs) / buckets;
  const sums = new Float64Array(rows * buckets);
  return {
    buckets,
    widthNs: width,
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
  };
}
