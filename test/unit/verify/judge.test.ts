import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/statistics/random.js';
import { isTight, judge, MIN_PAIRS, observe, spreadOf, type Pair } from '../../../src/verify/judge.js';

const BASE_NS = 1e9;

/** Pairs of a change that makes the program `speedUp` times as fast, each time scattered by ± `noise`. */
function drawPairs(count: number, speedUp: number, noise: number, seed: number): Pair[] {
  const random = createRandom(seed);
  const scatter = (): number => 1 + noise * (random() + random() + random() - 1.5);
  return Array.from({ length: count }, () => ({
    baseNs: BASE_NS * scatter(),
    changeNs: (BASE_NS / speedUp) * scatter(),
    foreign: null,
  }));
}
const verdictOf = (pairs: Pair[], interrupted = false) => judge(observe(pairs, 0, 1), interrupted);

describe('judge', () => {
  it('calls a clear gain a gain and a clear loss a loss', () => {
    expect(verdictOf(drawPairs(10, 1.5, 0.05, 1)).verdict).toBe('gain');
    expect(verdictOf(drawPairs(10, 0.7, 0.05, 1)).verdict).toBe('loss');
  });

  it('seldom calls a change that changes nothing a gain or a loss', () => {
    const verdicts = Array.from({ length: 200 }, (_, seed) => verdictOf(drawPairs(12, 1, 0.04, seed)).verdict);
    const wrong = verdicts.filter((verdict) => verdict === 'gain' || verdict === 'loss').length;
    expect(wrong / verdicts.length).toBeLessThan(0.05);
    expect(verdicts.filter((verdict) => verdict === 'no-change').length).toBeGreaterThan(100);
  });

  it('never calls less than two per cent anything', () => {
    const pairs = Array.from({ length: 30 }, (): Pair => ({ baseNs: 1015, changeNs: 1000, foreign: null }));
    expect(verdictOf(pairs).verdict).toBe('no-change');
  });

  it('calls a small difference a gain only after many pairs', () => {
    const small = (count: number): Pair[] => drawPairs(count, 1.035, 0.005, 4);
    expect(verdictOf(small(8))).toMatchObject({ verdict: 'inconclusive' });
    expect(verdictOf(small(8)).reason).toContain('too small to tell from chance');
    expect(verdictOf(small(24)).verdict).toBe('gain');
  });

  it('concludes nothing from fewer pairs, and says why there are not more', () => {
    const few = drawPairs(MIN_PAIRS - 1, 2, 0.01, 1);
    expect(verdictOf(few, true)).toEqual({
      verdict: 'inconclusive',
      reason: 'Only 5 of at least 6 pairs count: it was interrupted.',
    });
    expect(judge(observe(few, 7, 1), false).reason).toContain('more than 10 % of the machine in 7 more');
    expect(judge(observe([], 0, 1), false).reason).toContain('the budget allowed no more');
  });

  it('concludes nothing where the pairs spread', () => {
    expect(verdictOf(drawPairs(20, 1.5, 0.5, 3)).reason).toContain('spread over');
  });

  it('does not mind a machine that gets slower for both of a pair', () => {
    const pairs = drawPairs(10, 1.4, 0.02, 5).map((pair, index) => ({
      ...pair,
      baseNs: pair.baseNs * (1 + index),
      changeNs: pair.changeNs * (1 + index),
    }));
    expect(verdictOf(pairs).verdict).toBe('gain');
  });

  it('says the opposite when base and change are swapped', () => {
    const opposite = { gain: 'loss', loss: 'gain', 'no-change': 'no-change', inconclusive: 'inconclusive' } as const;
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), fc.integer({ min: 0, max: 1000 }), (speedUp, seed) => {
        // Far enough from the borders between verdicts that a bootstrap's last digit does not matter.
        fc.pre(Math.abs(speedUp - 1) > 0.2);
        const pairs = drawPairs(9, speedUp, 0.03, seed);
        const swapped = pairs.map(({ baseNs, changeNs, foreign }) => ({ baseNs: changeNs, changeNs: baseNs, foreign }));
        expect(verdictOf(swapped).verdict).toBe(opposite[verdictOf(pairs).verdict]);
      }),
    );
  });
});

describe('observe', () => {
  it('counts what others used in the pairs that count', () => {
    const pairs = [0.02, null, 0.06].map((foreign) => ({ baseNs: 2, changeNs: 1, foreign }));
    expect(observe(pairs, 4, 1)).toMatchObject({ pairs: 3, disturbedPairs: 4, foreignShare: 0.04, speedUp: 2 });
  });

  it('is the same for the same pairs and seed', () => {
    const pairs = drawPairs(8, 1.2, 0.1, 9);
    expect(observe(pairs, 0, 7)).toEqual(observe(pairs, 0, 7));
  });
});

describe('isTight', () => {
  it('holds within the tolerance to both sides, whatever the ratio', () => {
    expect(isTight([0.97, 1.03], 0.03)).toBe(true);
    expect(isTight([2.91, 3.09], 0.03)).toBe(true);
    expect(isTight([0.95, 1.03], 0.03)).toBe(false);
  });
});

describe('spreadOf', () => {
  it('does not count a single outlier among many', () => {
    expect(spreadOf([...Array.from({ length: 19 }, () => 1), 9])).toBe(0);
  });
});
