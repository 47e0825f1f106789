import { describe, expect, it } from 'vitest';
import { detect } from '../../../src/detect/detect.js';
import { drawProfile, fillWorkers, MS, type DrawnWait } from './draw-profile.js';
import { problems, seen } from './expect-findings.js';

/** Two workers in tasks of 10 ms for a second; the one that does not hold the lock waits 8 of every 10 ms. */
function alternate(): DrawnWait[] {
  return Array.from({ length: 100 }, (_, turn) => [1 + (turn % 2), turn * 10, turn * 10 + 8, 2 - (turn % 2)]);
}

function lockedPool(cores: number) {
  const draw = drawProfile(1000, cores);
  const site = draw.site('board.js:41');
  return { draw: draw.pool(2).tasks(fillWorkers([1, 2], 200, 10)), site };
}

describe('contended-lock', () => {
  it('is a problem when the waiting leaves a core idle', () => {
    const { draw, site } = lockedPool(2);
    const profile = draw
      .lock(alternate(), { acquireSites: [{ site, count: 100, waitNs: 800 * MS }], holdNs: 900 * MS })
      .done();
    const [first] = detect(profile).findings;
    expect(first).toMatchObject({ id: 'contended-lock', level: 'problem', site });
    expect(first?.title).toContain('board.js:41');
    expect(first?.title).toContain('40 %');
    expect(first?.waitChain).toHaveLength(2);
  });

  it('loses nothing while all cores are busy with other threads', () => {
    const draw = drawProfile(1000, 2);
    const waits = Array.from({ length: 100 }, (_, turn): DrawnWait => [3 + (turn % 2), turn * 10, turn * 10 + 10]);
    const profile = draw
      .pool(4)
      .tasks(fillWorkers([1, 2, 3, 4], 400, 10))
      .lock(waits, { holdNs: 900 * MS })
      .done();
    expect(problems(profile)).not.toContain('contended-lock');
    expect(seen(profile, 'contended-lock')).toMatchObject({ level: 'info' });
  });

  it('names the root of a chain of locks and not the links', () => {
    const { draw } = lockedPool(2);
    const outer = alternate();
    const profile = draw
      .lock(outer, {
        id: 7,
        name: 'outer',
        holdNs: 900 * MS,
        heldWaitNs: 700 * MS,
        nested: [{ lock: 8, waitNs: 700 * MS, count: 100 }],
      })
      .lock([[1, 0, 5]], { id: 8, name: 'inner', acquires: 100, contendedAcquires: 50, holdNs: 800 * MS })
      .done();
    const found = detect(profile).findings.filter(({ id }) => id === 'contended-lock');
    expect(found).toHaveLength(1);
    expect(found[0]?.waitChain?.map(({ text }) => text).join(' ')).toMatch(
      /wait for outer.*its holder waits for inner/,
    );
  });

  it('follows locks that wait for each other without hanging', () => {
    const { draw } = lockedPool(2);
    const nested = (lock: number) => ({
      holdNs: 900 * MS,
      heldWaitNs: 800 * MS,
      nested: [{ lock, waitNs: 800 * MS, count: 9 }],
    });
    const profile = draw
      .lock(alternate(), { id: 1, ...nested(2) })
      .lock(alternate(), { id: 2, ...nested(1) })
      .done();
    expect(() => detect(profile)).not.toThrow();
  });
});

describe('lock-held-across-wait', () => {
  it('is the cause when the holder waits most of the hold time', () => {
    const { draw, site } = lockedPool(2);
    const profile = draw
      .thread(1, ({ states }) => Object.assign(states, { onCpuNs: 100 * MS, ioNs: 500 * MS, lockWaitNs: 400 * MS }))
      .thread(2, ({ states }) => Object.assign(states, { onCpuNs: 100 * MS, ioNs: 500 * MS, lockWaitNs: 400 * MS }))
      .lock(alternate(), {
        acquireSites: [{ site, count: 100, waitNs: 800 * MS }],
        holdNs: 900 * MS,
        heldWaitNs: 800 * MS,
      })
      .done();
    expect(detect(profile).findings[0]).toMatchObject({ id: 'lock-held-across-wait', level: 'problem', site });
    expect(seen(profile, 'contended-lock')).toBeUndefined();
  });

  it('is not blamed for a holder that loses its core now and then', () => {
    const { draw } = lockedPool(2);
    const profile = draw.lock(alternate(), { holdNs: 900 * MS, heldWaitNs: 50 * MS, heldRunnableNs: 600 * MS }).done();
    expect(seen(profile, 'lock-held-across-wait')).toBeUndefined();
  });
});

describe('lock-convoy', () => {
  it('is the cause when handing over takes longer than holding and every acquire parks', () => {
    const { draw, site } = lockedPool(2);
    const profile = draw
      .lock(alternate(), { acquireSites: [{ site, count: 100, waitNs: 800 * MS }], holdNs: 20 * MS })
      .done();
    expect(detect(profile).findings[0]).toMatchObject({ id: 'lock-convoy', level: 'problem', site });
    expect(seen(profile, 'contended-lock')).toBeUndefined();
  });

  it('is not blamed when few acquires wait', () => {
    const { draw } = lockedPool(2);
    const profile = draw.lock(alternate(), { acquires: 10_000, holdNs: 20 * MS }).done();
    expect(seen(profile, 'lock-convoy')).toBeUndefined();
  });
});
