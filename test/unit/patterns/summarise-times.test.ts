import { describe, expect, it } from 'vitest';
import type { ReplayTimes } from '../../../src/patterns/orders.js';
import { summariseTimes } from '../../../src/patterns/summarise-times.js';

const WORDS = { now: '4 KB steps', proposal: 'in order' };
const summarise = (groups: ReplayTimes['groups'], seed = 1) =>
  summariseTimes(WORDS, { key: 'k', threads: 2, groups }, seed);

describe('summariseTimes', () => {
  it('takes medians over all blocks, and the ratio of blocks that were run side by side', () => {
    const cost = summarise([
      { now: [4, 4.2, 8], proposed: [1, 1.05, 2] },
      { now: [4.1, 4], proposed: [1, 1] },
    ]);
    expect(cost).toMatchObject({
      pattern: '4 KB steps',
      proposal: 'in order',
      nowNs: 4.1,
      proposedNs: 1,
      repeats: 5,
      threads: 2,
    });
    // Whatever slowed the third pair down slowed both of it down.
    expect(cost.ratio).toBeCloseTo(4);
    expect(cost.ratioInterval[0]).toBeGreaterThan(3.9);
    expect(cost.ratioInterval[1]).toBeLessThan(4.2);
  });

  it('is as unsure as isolates differ: V8 may have made two things of one loop', () => {
    const cost = summarise([
      { now: [4, 4, 4, 4], proposed: [1, 1, 1, 1] },
      { now: [4, 4, 4, 4], proposed: [1, 1, 1, 1] },
      { now: [4, 4, 4, 4], proposed: [3, 3, 3, 3] },
    ]);
    expect(cost.ratio).toBe(4);
    expect(cost.ratioInterval[0]).toBeLessThan(1.5);
    expect(cost.ratioInterval[1]).toBe(4);
  });

  it('gives the same for the same seed', () => {
    const groups = [{ now: [4, 5, 6, 4.5], proposed: [1, 2, 1.5, 1.2] }];
    expect(summarise(groups)).toEqual(summarise(groups));
  });
});
