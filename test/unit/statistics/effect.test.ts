import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapPairedRatio } from '../../../src/statistics/bootstrap.js';
import { effectSize, minimumDetectableEffect, pairNoise } from '../../../src/statistics/effect.js';
import { createRandom } from '../../../src/statistics/random.js';

const values = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 20 });

describe('effectSize', () => {
  it('is 1 where every run got shorter, -1 where every one got longer, 0 where none differs', () => {
    expect(effectSize([5, 6], [1, 2])).toBe(1);
    expect(effectSize([1, 2], [5, 6])).toBe(-1);
    expect(effectSize([3, 3], [3, 3])).toBe(0);
    expect(effectSize([1, 3], [2])).toBe(0);
    expect(effectSize([], [1])).toBeNaN();
  });

  it('changes its sign with its arguments and stays within -1 and 1', () => {
    fc.assert(
      fc.property(values, values, (base, change) => {
        const delta = effectSize(base, change);
        expect(effectSize(change, base)).toBeCloseTo(-delta, 12);
        expect(Math.abs(delta)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('minimumDetectableEffect', () => {
  it('agrees with tables of Student’s t', () => {
    // t(0.95) + t(0.8) for 1, 2, 4, 9 and 29 degrees of freedom.
    const sums: [pairs: number, sum: number][] = [
      [2, 6.3138 + 1.3764],
      [3, 2.92 + 1.0607],
      [5, 2.1318 + 0.941],
      [10, 1.8331 + 0.8834],
      [30, 1.6991 + 0.8542],
    ];
    for (const [pairs, sum] of sums) {
      const effect = minimumDetectableEffect(0.01, pairs);
      expect(effect / (Math.exp((sum * 0.01) / Math.sqrt(pairs)) - 1)).toBeCloseTo(1, 1);
    }
  });

  it('shrinks with pairs and grows with noise; one pair shows nothing', () => {
    expect(minimumDetectableEffect(0.05, 20)).toBeLessThan(minimumDetectableEffect(0.05, 5));
    expect(minimumDetectableEffect(0.1, 5)).toBeGreaterThan(minimumDetectableEffect(0.05, 5));
    expect(minimumDetectableEffect(0, 5)).toBe(0);
    expect(minimumDetectableEffect(0.05, 1)).toBe(Infinity);
  });

  it('is what a paired bootstrap shows in most attempts', () => {
    const [noise, pairs] = [0.05, 15];
    const gain = 1 + minimumDetectableEffect(noise, pairs);
    const random = createRandom(11);
    // Box-Muller.
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    let shown = 0;
    for (let trial = 0; trial < 200; trial++) {
      const change = Array.from({ length: pairs }, () => 100);
      const base = change.map((ns) => ns * gain * Math.exp(noise * normal()));
      if (bootstrapPairedRatio(base, change, { seed: trial, resamples: 300 }).interval[0] > 1) shown++;
    }
    // 80 % for means; the median, which does not mind outliers, is a little less sharp.
    expect(shown / 200).toBeGreaterThan(0.6);
  });
});

describe('pairNoise', () => {
  it('is none where pairs agree, and not known from one', () => {
    expect(pairNoise([2, 4, 6], [1, 2, 3])).toBe(0);
    expect(pairNoise([2], [1])).toBeNaN();
  });

  it('is the scatter of the ratios', () => {
    const logs = [0.1, -0.1, 0.2, -0.2];
    const noise = pairNoise(logs.map(Math.exp), [1, 1, 1, 1]);
    expect(noise).toBeCloseTo(Math.sqrt((0.01 + 0.01 + 0.04 + 0.04) / 3), 10);
  });
});
