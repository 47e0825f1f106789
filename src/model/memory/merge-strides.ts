/** Steps kept of one site: what is rarer is not looked at, and a histogram of it would not be read. */
const MOST_STEPS = 16;

/** Adds up histograms of steps, each counted with a weight; shares of all steps. */
export interface StrideSum {
  add(strides: readonly (readonly [bytes: number, times: number])[], others: number, weight: number): void;
  /** Most frequent first; `bytes` NaN = all others, last. */
  shares(): { bytes: number; share: number }[];
}

export function createStrideSum(): StrideSum {
  const times = new Map<number, number>();
  let rest = 0;
  return {
    add(strides, others, weight) {
      for (const [bytes, count] of strides) times.set(bytes, (times.get(bytes) ?? 0) + count * weight);
      rest += others * weight;
    },
    shares() {
      const sorted = [...times].sort(([a, n], [b, m]) => m - n || Math.abs(a) - Math.abs(b) || a - b);
      const kept = sorted.slice(0, MOST_STEPS);
      const left = rest + sum(sorted.slice(MOST_STEPS).map(([, count]) => count));
      const all = left + sum(kept.map(([, count]) => count));
      if (!(all > 0)) return [];
      const shares = kept.map(([bytes, count]) => ({ bytes, share: count / all }));
      return left > 0 ? [...shares, { bytes: Number.NaN, share: left / all }] : shares;
    },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
