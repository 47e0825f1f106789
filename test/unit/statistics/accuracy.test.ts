import { describe, expect, it } from 'vitest';
import { bias, coverage, meanAbsolutePercentageError, rankCorrelation } from '../../../src/statistics/accuracy.js';
import { fitLine } from '../../../src/statistics/fit-line.js';

describe('rankCorrelation', () => {
  it('is 1 for the same order, -1 for the reverse, and does not mind how far apart values are', () => {
    expect(rankCorrelation([1, 2, 3, 4], [10, 20, 30, 4000])).toBeCloseTo(1, 12);
    expect(rankCorrelation([1, 2, 3, 4], [9, 7, 5, 1])).toBeCloseTo(-1, 12);
  });

  it('lets equal values share their rank', () => {
    // Ranks 1 2.5 2.5 4 against 1 2 3 4: Pearson of these is 0.9487.
    expect(rankCorrelation([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(0.9487, 4);
  });

  it('is not known from one pair', () => {
    expect(rankCorrelation([1], [1])).toBeNaN();
  });
});

describe('accuracy of predictions', () => {
  const predicted = [1.1, 0.9, 2];
  const observed = [1, 1, 2];

  it('counts errors either way, and which way they lean', () => {
    expect(meanAbsolutePercentageError(predicted, observed)).toBeCloseTo(0.2 / 3, 12);
    expect(bias(predicted, observed)).toBeCloseTo(0, 12);
    expect(bias([1.2], [1])).toBeCloseTo(0.2, 12);
    expect(meanAbsolutePercentageError([], [])).toBeNaN();
  });

  it('counts the intervals that hold the truth', () => {
    expect(
      coverage(
        [
          [0.9, 1],
          [1.1, 1.2],
        ],
        [1, 1],
      ),
    ).toBe(0.5);
    expect(coverage([], [])).toBeNaN();
  });
});

describe('fitLine', () => {
  it('finds slope and intercept', () => {
    const { slope, intercept } = fitLine([
      [0, 1],
      [1, 3],
      [2, 5],
    ]);
    expect(slope).toBeCloseTo(2, 12);
    expect(intercept).toBeCloseTo(1, 12);
    expect(fitLine([[1, 1]]).slope).toBeNaN();
  });
});
