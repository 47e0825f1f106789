import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reachOf } from '../../../../src/model/memory/walk-reach.js';
import { memoryOf, timed, walkAt } from './memory-of.js';
import { recordThread } from './record-thread.js';

const UNKNOWN = { pairs: 0, known: 0 };

describe('reachOf', () => {
  const drawn = (places: number, accesses: number): number => places * (1 - Math.exp(-accesses / places));

  it('finds how many places accesses without a pattern go to', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 8000 }), (places) => {
        const walk = { samples: 4096, windows: 1, length: 1e6, distinct: drawn(places, 4096), recapture: UNKNOWN };
        expect(reachOf(walk) / places).toBeCloseTo(1, 1);
      }),
    );
  });

  it('is many where stretches come back to their own places and not to those of others', () => {
    const walk = { samples: 10_000, windows: 100, length: 1e6, distinct: 60 };
    expect(reachOf({ ...walk, recapture: UNKNOWN })).toBeLessThan(100);
    expect(reachOf({ ...walk, recapture: { pairs: 2e7, known: 40 } })).toBe(5e5);
    expect(reachOf({ ...walk, recapture: { pairs: 2e7, known: 0 } })).toBe(1e6);
    expect(reachOf({ ...walk, distinct: 100, recapture: { pairs: 6e5, known: 100 } })).toBe(6000);
  });

  it('is all of the array where no place came twice', () => {
    expect(reachOf({ samples: 4096, windows: 1, length: 1e6, distinct: 4096, recapture: UNKNOWN })).toBe(1e6);
  });
});

describe('elements met again in later stretches', () => {
  const bytes = 100 * 8;
  const stretches = (whole: boolean) =>
    recordThread(1)
      .loop(0, 10, 12)
      .site(0, 0, 11, 'a[i]')
      .window(0, { whole }, { site: 0, bytes, fresh: 100 })
      .window(0, { whole }, { site: 0, bytes, fresh: 90 })
      .window(0, { whole }, { site: 0, bytes, fresh: 70 });

  it('are counted thread by thread', () => {
    const [one, two] = [stretches(true), recordThread(2).loop(0, 10, 12).site(0, 0, 11, 'a[i]')];
    two.window(0, {}, { site: 0, bytes, fresh: 100 });
    const { recapture } = walkAt(memoryOf(timed({}), [one, two]), 'a[i]');
    expect(recapture).toEqual({ pairs: 100 * 100 + 100 * 190, known: 10 + 30 });
  });

  it('tell nothing where all that is known of runs is how they begin', () => {
    expect(walkAt(memoryOf(timed({}), [stretches(false)]), 'a[i]').recapture).toEqual({ pairs: 0, known: 0 });
  });
});
