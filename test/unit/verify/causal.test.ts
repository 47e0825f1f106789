import { describe, expect, it } from 'vitest';
import { doAgree, isTooWide } from '../../../src/verify/causal.js';

const slope = (low: number, middle: number, high: number) => ({
  slope: middle,
  interval: [low, high] as [number, number],
});

describe('slopes', () => {
  it('agree when their intervals meet, or when they are near', () => {
    expect(doAgree(slope(0.8, 0.9, 1), slope(0.95, 1, 1.05))).toBe(true);
    expect(doAgree(slope(0.89, 0.9, 0.91), slope(0.99, 1, 1.01))).toBe(true);
    expect(doAgree(slope(0.4, 0.5, 0.6), slope(0.9, 1, 1.1))).toBe(false);
  });

  it('say nothing with an interval that would agree with all', () => {
    expect(isTooWide(slope(-3, 1, 3))).toBe(true);
    expect(isTooWide(slope(0.9, 1, 1.1))).toBe(false);
  });
});
