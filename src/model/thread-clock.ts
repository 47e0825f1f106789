import { countBelow } from './growable.js';
import type { Thread } from './profile.js';
import { interpolate, type SchedSamples } from './sched-log.js';

/** Cumulative CPU and run-queue time of a thread at any time, by straight lines between the readings. */
export interface ThreadClock {
  /** Times of the readings, the thread's begin and end included. */
  timeNs: Float64Array;
  cpuNs: Float64Array;
  delayNs: Float64Array;
  /** False when the thread was never looked at: it lived between two looks, or the platform has no /proc. */
  known: boolean;
}

/**
 * Extends the readings to the whole life of the thread. Before the first: a worker began with nothing, the main thread is
 * taken to have been busy (Node was starting). After the last: as in the interval before it.
 */
export function createThreadClock(
  samples: SchedSamples,
  thread: Pick<Thread, 'beginNs' | 'endNs' | 'isMain'>,
): ThreadClock {
  const count = samples.timeNs.length;
  if (count === 0)
    return { timeNs: new Float64Array(), cpuNs: new Float64Array(), delayNs: new Float64Array(), known: false };
  const first = samples.timeNs[0] as number;
  const last = samples.timeNs[count - 1] as number;
  const before = thread.beginNs < first ? 1 : 0;
  const after = thread.endNs > last ? 1 : 0;
  const clock: ThreadClock = {
    timeNs: new Float64Array(count + before + after),
    cpuNs: new Float64Array(count + before + after),
    delayNs: new Float64Array(count + before + after),
    known: true,
  };
  clock.timeNs.set(samples.timeNs, before);
  clock.cpuNs.set(samples.cpuNs, before);
  clock.delayNs.set(samples.delayNs, before);
  if (before === 1) {
    clock.timeNs[0] = thread.beginNs;
    const firstCpu = samples.cpuNs[0] as number;
    clock.cpuNs[0] = thread.isMain ? Math.max(0, firstCpu - (first - thread.beginNs)) : 0;
    clock.delayNs[0] = thread.isMain ? (samples.delayNs[0] as number) : 0;
  }
  if (after === 1) extend(clock, count + before, thread.endNs);
  return clock;
}

function extend({ timeNs, cpuNs, delayNs }: ThreadClock, at: number, endNs: number): void {
  timeNs[at] = endNs;
  for (const column of [cpuNs, delayNs]) {
    const value = column[at - 1] as number;
    const earlier = at > 1 ? (column[at - 2] as number) : value;
    const length = at > 1 ? (timeNs[at - 1] as number) - (timeNs[at - 2] as number) : 0;
    column[at] = value + (length > 0 ? ((value - earlier) / length) * (endNs - (timeNs[at - 1] as number)) : 0);
  }
}

/** A column of the clock at a time. */
export function readClock(clock: ThreadClock, column: Float64Array, time: number): number {
  const { timeNs } = clock;
  if (timeNs.length === 0) return Number.NaN;
  const after = Math.min(Math.max(1, countBelow(timeNs, time)), timeNs.length - 1);
  if (after === 0) return column[0] as number;
  const before = after - 1;
  const within = Math.min(Math.max(time, timeNs[before] as number), timeNs[after] as number);
  return interpolate(
    timeNs[before] as number,
    column[before] as number,
    timeNs[after] as number,
    column[after] as number,
    within,
  );
}
