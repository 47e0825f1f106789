import { describe, expect, it } from 'vitest';
import { createThreadClock } from '../../../src/model/thread-clock.js';
import { divideThreadTime, type ThreadActivity } from '../../../src/model/thread-states.js';

const none = { beginNs: [], endNs: [] };
const span = (...spans: [number, number][]) => ({ beginNs: spans.map(([b]) => b), endNs: spans.map(([, e]) => e) });
const thread = { beginNs: 0, readyNs: 10, endNs: 110, isMain: false };

function divide(
  readings: [time: number, cpu: number, delay: number][],
  activity: Partial<ThreadActivity>,
  known = true,
) {
  const column = (at: number): Float64Array => Float64Array.from(readings, (reading) => reading[at] ?? 0);
  const samples = { timeNs: column(0), cpuNs: column(1), delayNs: column(2), state: new Int32Array(readings.length) };
  const clock = createThreadClock(samples, thread);
  return divideThreadTime(thread, clock, known, {
    tasks: none,
    lockWaitsInTasks: none,
    lockWaitsElsewhere: none,
    otherWaits: none,
    ...activity,
  });
}

describe('divideThreadTime', () => {
  it('puts CPU time into tasks first, and calls the rest of them I/O', () => {
    const states = divide(
      [
        [10, 10, 0],
        [110, 40, 5],
      ],
      { tasks: span([20, 70]) },
    );
    expect(states).toEqual({
      startingNs: 10,
      onCpuNs: 30,
      runnableNs: 5,
      lockWaitNs: 0,
      otherWaitNs: 0,
      ioNs: 15,
      idleNs: 50,
    });
  });

  it('gives known waits their time', () => {
    const states = divide(
      [
        [10, 10, 0],
        [110, 60, 0],
      ],
      { tasks: span([10, 110]), lockWaitsInTasks: span([20, 50]), otherWaits: span([60, 70]) },
    );
    expect(states).toMatchObject({ onCpuNs: 50, lockWaitNs: 30, otherWaitNs: 10, ioNs: 10, idleNs: 0 });
  });

  it('takes CPU time beyond tasks as work outside of them', () => {
    const states = divide(
      [
        [10, 10, 0],
        [110, 90, 0],
      ],
      { tasks: span([10, 20]) },
    );
    expect(states).toMatchObject({ onCpuNs: 80, ioNs: 0, idleNs: 20 });
  });

  it('says so where the platform has no scheduler readings', () => {
    const states = divide([], { tasks: span([20, 60]), lockWaitsInTasks: span([30, 40]) }, false);
    expect(states).toMatchObject({ onCpuNs: Number.NaN, runnableNs: Number.NaN, lockWaitNs: 10, ioNs: 30, idleNs: 60 });
  });
});
