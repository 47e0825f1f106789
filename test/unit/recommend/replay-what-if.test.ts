import { describe, expect, it } from 'vitest';
import type { SimulatedRun } from '../../../src/predict/prediction.js';
import { distrustLocks } from '../../../src/recommend/replay-what-if.js';
import { drawProfile, MS } from '../detect/draw-profile.js';

/** A replay in which threads wait this long for locks. */
function replayed(waitMs: number): SimulatedRun {
  return {
    makespanNs: 1000 * MS,
    threads: [{ onCpuNs: 0, runnableNs: 0, lockWaitNs: waitMs * MS }],
    latencyNs: new Float64Array(),
    tasksDone: 0,
    events: 1,
    stuck: false,
  };
}

describe('distrustLocks', () => {
  const locked = drawProfile(1000)
    .lock([[1, 0, 400]])
    .done();

  it('believes a replay that waits about as the run did', () => {
    expect(distrustLocks(locked, replayed(300))).toBeNull();
    expect(distrustLocks(locked, replayed(600))).toBeNull();
  });

  it('does not believe one that waits where the run did not, or the reverse', () => {
    const [reason] = distrustLocks(locked, replayed(100))?.reasons ?? [];
    expect(reason?.code).toBe('identity');
    expect(reason?.message).toMatch(/^Threads waited 400 ms for locks in the run and 100 ms in its replay/);
    expect(distrustLocks(locked, replayed(900))).not.toBeNull();
  });

  it('does not mind where hardly anybody waits, nor locks that park in event loops', () => {
    const calm = drawProfile(1000)
      .lock([[1, 0, 5]])
      .done();
    expect(distrustLocks(calm, replayed(0))).toBeNull();
    const parked = drawProfile(1000)
      .lock([[1, 0, 400]], { kind: 'web-lock' })
      .done();
    expect(distrustLocks(parked, replayed(0))).toBeNull();
  });
});
