import { describe, expect, it } from 'vitest';
import { foreignShare, parseLoad } from '../../../src/verify/measure-load.js';

const SELF = '12 (a (b) c) S 1 1 1 0 -1 0 0 0 0 0 10 20 30 40 20 0 1 0';

describe('parseLoad', () => {
  it('reads the ticks of the machine and of this process with its children', () => {
    const stat = 'cpu  100 1 50 800 20 2 3 4 5 6\ncpu0 1 2 3 4\n';
    expect(parseLoad(stat, SELF)).toEqual({ busy: 160, total: 980, own: 100 });
  });
});

describe('foreignShare', () => {
  const before = { busy: 1000, total: 5000, own: 200 };

  it('is what was busy and not ours', () => {
    expect(foreignShare(before, { busy: 1300, total: 5400, own: 400 })).toBeCloseTo(0.25);
    expect(foreignShare(before, { busy: 1300, total: 5400, own: 510 })).toBe(0);
  });

  it('is not known where the clock is too coarse, or there is none', () => {
    expect(foreignShare(before, { busy: 1010, total: 5020, own: 200 })).toBeNull();
    expect(foreignShare(null, before)).toBeNull();
  });
});
