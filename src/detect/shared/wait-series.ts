import type { Lock, Profile, WaitPoint, WaitTable } from '../../model/profile.js';
import { knownOr0 } from './numbers.js';
import { addInterval, emptySeries, spreadEvenly, type Series, type Slices } from './slices.js';

/** Asynchronous locks block a promise, not a thread: their waits may overlap on one thread. */
export function isAsyncLock(lock: Lock): boolean {
  return lock.kind !== 'atomics-blocking' && lock.kind !== 'atomics-spin';
}

/** Everything somebody waited for it, ns over all threads, whether blocked or spinning. */
export function waitTotalNs(lock: Lock): number {
  return knownOr0(lock.waitNs) + knownOr0(lock.spinNs);
}

/** Adds each detailed wait to the series chosen for its thread; returns the ns added, 0..∞. */
export function addWaits(waits: WaitTable, slices: Slices, pick: (thread: number) => Series | undefined): number {
  let totalNs = 0;
  for (let row = 0; row < waits.count; row++) {
    const series = pick(waits.thread[row] as number);
    const beginNs = waits.beginNs[row] as number;
    const endNs = waits.endNs[row] as number;
    if (series === undefined || !(endNs > beginNs)) continue;
    addInterval(series, slices, beginNs, endNs);
    totalNs += endNs - beginNs;
  }
  return totalNs;
}

/**
 * Mean number of waiters in each slice. Tables of waits are bounded, totals are exact: what the table lacks is spread
 * evenly over the run, since it is not known when it was.
 */
export function countWaiters(waited: { waits: WaitTable }, totalNs: number, slices: Slices): Series {
  const series = emptySeries(slices);
  const detailedNs = addWaits(waited.waits, slices, () => series);
  spreadEvenly(series, slices, slices.beginNs, slices.endNs, totalNs - detailedNs);
  return series;
}

/** Time in which at least one waits, ns; scaled up where the table does not hold all waits. */
export function unionOfWaitsNs({ count, beginNs, endNs }: WaitTable, totalNs: number): number {
  const begins = new Float64Array(count);
  const ends = new Float64Array(count);
  let known = 0;
  let detailedNs = 0;
  for (let row = 0; row < count; row++) {
    const begin = beginNs[row] as number;
    const end = endNs[row] as number;
    if (!(end > begin)) continue;
    begins[known] = begin;
    ends[known++] = end;
    detailedNs += end - begin;
  }
  if (detailedNs === 0) return totalNs;
  return unionNs(begins.subarray(0, known).sort(), ends.subarray(0, known).sort()) * Math.max(1, totalNs / detailedNs);
}

/** Begins and ends each in ascending order: which belongs to which does not matter for how many are open. */
function unionNs(begins: Float64Array, ends: Float64Array): number {
  let sum = 0;
  let openSince = Number.NaN;
  let begun = 0;
  for (const [ended, end] of ends.entries()) {
    while (begun < begins.length && (begins[begun] as number) <= end) {
      if (begun === ended) openSince = begins[begun] as number;
      begun++;
    }
    if (begun === ended + 1) sum += end - openSince;
  }
  return sum;
}

/** Share of each slice that each thread is blocked or spinning in a wait that is known, idleness aside. */
export function waitsByThread(profile: Profile, slices: Slices): Map<number, Series> {
  const byThread = new Map(profile.threads.map(({ index }) => [index, emptySeries(slices)]));
  const add = (waits: WaitTable, totalNs: number, threads: readonly number[]): void => {
    const missingNs = totalNs - addWaits(waits, slices, (thread) => byThread.get(thread));
    for (const thread of threads) {
      const series = byThread.get(thread);
      const { beginNs = 0, endNs = 0 } = profile.threads[thread] ?? {};
      if (series !== undefined) spreadEvenly(series, slices, beginNs, endNs, missingNs / threads.length);
    }
  };
  for (const lock of profile.locks) {
    if (!isAsyncLock(lock)) add(lock.waits, waitTotalNs(lock), lock.threads);
    else addWaits(lock.waits, slices, (thread) => (blocksOn(profile, thread) ? byThread.get(thread) : undefined));
  }
  for (const point of profile.waitPoints)
    if (isBlockingWait(point)) add(point.waits, knownOr0(point.totalNs), point.threads);
  for (const series of byThread.values())
    for (let s = 0; s < series.length; s++) series[s] = Math.min(1, series[s] as number);
  return byThread;
}

/** A worker with one task at a time stands still while that task waits for an asynchronous lock; the main thread does not. */
function blocksOn(profile: Profile, thread: number): boolean {
  const found = profile.threads[thread];
  const pool = profile.pools.find(({ id }) => id === found?.pool);
  return found !== undefined && !found.isMain && !(pool !== undefined && pool.concurrentTasksPerWorker > 1);
}

/** Idle loops are no waiting; polling by timers leaves the thread to its other work. */
function isBlockingWait({ meaning, how }: WaitPoint): boolean {
  return meaning !== 'idle' && how !== 'poll';
}
