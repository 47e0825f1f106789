import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapInterval, bootstrapPairedRatio, intervalOf } from '../../../src/statistics/bootstrap.js';
import { median, quantile } from '../../../src/statistics/quantile.js';
import { createRandom } from '../../../src/statistics/random.js';

const durations = fc.array(fc.double({ min: 0.1, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 30 });

describe('createRandom', () => {
  it('gives the same numbers for the same seed, in [0, 1), evenly', () => {
    const [one, two] = [createRandom(7), createRandom(7)];
    const numbers = Array.from({ length: 10_000 }, one);
    expect(Array.from({ length: 10_000 }, two)).toEqual(numbers);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    const tenths = Array.from({ length: 10 }, (_, tenth) => numbers.filter((n) => Math.floor(n * 10) === tenth).length);
    // 1000 ± 5 standard deviations of a binomial.
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('gives other numbers for another seed', () => {
    expect(createRandom(1)()).not.toBe(createRandom(2)());
  });
});

describe('bootstrapInterval', () => {
  it('holds the true mean about as often as it says', () => {
    const random = createRandom(3);
    let held = 0;
    for (let trial = 0; trial < 200; trial++) {
      const values = Array.from({ length: 30 }, () => random() + random() + random());
      const [low, high] = bootstrapInterval(values, meanOf, { seed: trial, resamples: 400 });
      if (low <= 1.5 && 1.5 <= high) held++;
    }
    // A percentile bootstrap of 30 values covers a little less than its 90 %; 5 standard deviations below would be 0.78.
    expect(held / 200).toBeGreaterThan(0.8);
    expect(held / 200).toBeLessThan(0.98);
  });

  it('is the same for the same seed, wider for a higher level', () => {
    const values = [1, 4, 2, 8, 5, 7];
    const narrow = bootstrapInterval(values, meanOf, { seed: 1, level: 0.5 });
    const wide = bootstrapInterval(values, meanOf, { seed: 1, level: 0.99 });
    expect(bootstrapInterval(values, meanOf, { seed: 1, level: 0.5 })).toEqual(narrow);
    expect(wide[0]).toBeLessThan(narrow[0]);
    expect(wide[1]).toBeGreaterThan(narrow[1]);
  });

  it('has no width for one item and is not a number for none', () => {
    expect(bootstrapInterval([3], median, { seed: 1 })).toEqual([3, 3]);
    expect(bootstrapInterval([], median, { seed: 1 })).toEqual([Number.NaN, Number.NaN]);
  });
});

describe('intervalOf', () => {
  it('leaves out what is not finite', () => {
    expect(intervalOf([1, Number.NaN, 3, Infinity], 1)).toEqual([1, 3]);
  });
});

describe('bootstrapPairedRatio', () => {
  it('is 1 without any width when nothing changed', () => {
    fc.assert(
      fc.property(durations, fc.nat(), (base, seed) => {
        expect(bootstrapPairedRatio(base, base, { seed, resamples: 50 })).toEqual({ ratio: 1, interval: [1, 1] });
      }),
    );
  });

  it('sees through what disturbs both of a pair', () => {
    const disturbed = [1, 5, 2, 9, 3].map((factor) => factor * 100);
    const { ratio, interval } = bootstrapPairedRatio(
      disturbed,
      disturbed.map((ns) => ns / 2),
      { seed: 1 },
    );
    expect(ratio).toBe(2);
    expect(interval).toEqual([2, 2]);
  });

  it('holds its own ratio, whatever the pairs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 })), { minLength: 3 }),
        (pairs) => {
          const [base, change] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
          const { ratio, interval } = bootstrapPairedRatio(base, change, { seed: 1, level: 0.99, resamples: 500 });
          expect(interval[0]).toBeLessThanOrEqual(ratio);
          expect(interval[1]).toBeGreaterThanOrEqual(ratio);
        },
      ),
    );
  });

  it('refuses what is not paired', () => {
    expect(() => bootstrapPairedRatio([1, 2], [1], { seed: 1 })).toThrow('not 2 and 1');
  });
});

describe('quantile', () => {
  it('interpolates, leaves its argument alone, and knows none of nothing', () => {
    const values = Float64Array.of(4, 1, 3, 2);
    expect(quantile(values, 0.5)).toBe(2.5);
    expect(Array.from(values)).toEqual([4, 1, 3, 2]);
    expect(quantile([], 0.5)).toBeNaN();
    expect(median([])).toBeNaN();
  });
});

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
