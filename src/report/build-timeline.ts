/**
 * The timeline: what each thread did in each of many equal slices of the run.
 *
 * Waits come from the recorded waits, exact to the slice. CPU time comes from the scheduler's readings (see spread-schedule.ts);
 * where there are none, a thread counts as running in a task unless it is in a recorded wait. What is left of a task's time,
 * neither on CPU nor ready for one nor in a recorded wait, is `io`.
 */
import type { Profile, ScheduleTable, TaskTable, Thread, WaitTable } from '../model/profile.js';
import { shareOrZero } from './numbers.js';
import { nameThread } from './name-thread.js';
import { createSlices, type Slices } from './slices.js';
import type { Timeline } from './report.js';
import { spreadSchedule } from './spread-schedule.js';

/** A row is a few pixels high and a slice at least one wide: more would only make the report larger. */
const MAX_BUCKETS = 480;
const MIN_BUCKETS = 60;
const MAX_THREADS = 128;
const MAX_CELLS = 16_000;

export function buildTimeline(profile: Profile): Timeline {
  const { beginNs, endNs } = profile.run;
  const shown = chooseThreads(profile.threads);
  const fitting = Math.floor(MAX_CELLS / Math.max(1, shown.length));
  const buckets = Math.max(MIN_BUCKETS, Math.min(MAX_BUCKETS, fitting));
  const rowOfThread = new Int32Array(profile.threads.length).fill(-1);
  shown.forEach((thread, row) => (rowOfThread[thread] = row));
  const newSlices = (): Slices => createSlices(shown.length, buckets, beginNs, endNs);
  const busy = newSlices();
  addTasks(busy, profile.tasks, rowOfThread);
  const lockWait = newSlices();
  for (const { kind, waits } of profile.locks) {
    if (kind === 'atomics-blocking') addWaits(lockWait, waits, rowOfThread);
  }
  const otherWait = newSlices();
  for (const { meaning, how, waits } of profile.waitPoints) {
    if (meaning !== 'idle' && how === 'blocked') addWaits(otherWait, waits, rowOfThread);
  }
  return {
    beginNs: Math.round(beginNs),
    endNs: Math.round(endNs),
    buckets,
    threads: shown.map((thread, row) => {
      const { schedule } = profile.threads[thread] as Thread;
      const name = nameThread(profile.threads[thread] as Thread);
      return { name, ...fillRow({ busy, lockWait, otherWait, row, schedule, beginNs }) };
    }),
  };
}

/** All threads in their order; of too many, those that lived longest. */
function chooseThreads(threads: readonly Thread[]): number[] {
  const all = threads.map((_, index) => index);
  if (all.length <= MAX_THREADS) return all;
  const life = (index: number): number => (threads[index] as Thread).endNs - (threads[index] as Thread).beginNs;
  const longest = all.toSorted((a, b) => life(b) - life(a) || a - b).slice(0, MAX_THREADS);
  return longest.sort((a, b) => a - b);
}

/** Tasks stand in order of start; those that overlap on a thread count once. */
function addTasks(busy: Slices, tasks: TaskTable, rowOfThread: Int32Array): void {
  const coveredTo = new Float64Array(rowOfThread.length).fill(-Infinity);
  for (let task = 0; task < tasks.count; task++) {
    const thread = tasks.thread[task] as number;
    const row = rowOfThread[thread] ?? -1;
    if (row < 0) continue;
    const end = tasks.endNs[task] as number;
    busy.add(row, Math.max(tasks.startNs[task] as number, coveredTo[thread] as number), end);
    if (end > (coveredTo[thread] as number)) coveredTo[thread] = end;
  }
}

function addWaits(slices: Slices, waits: WaitTable, rowOfThread: Int32Array): void {
  for (let wait = 0; wait < waits.count; wait++) {
    const row = rowOfThread[waits.thread[wait] as number] ?? -1;
    if (row >= 0) slices.add(row, waits.beginNs[wait] as number, waits.endNs[wait] as number);
  }
}

interface RowSources {
  busy: Slices;
  lockWait: Slices;
  otherWait: Slices;
  row: number;
  schedule: ScheduleTable | undefined;
  beginNs: number;
}

function fillRow({
  busy,
  lockWait,
  otherWait,
  row,
  schedule,
  beginNs,
}: RowSources): Omit<Timeline['threads'][number], 'name'> {
  const { buckets, widthNs } = busy;
  const lock = new Float64Array(buckets);
  const other = new Float64Array(buckets);
  const working = new Float64Array(buckets);
  const idle = new Float64Array(buckets);
  for (let bucket = 0; bucket < buckets; bucket++) {
    const locked = lockWait.share(row, bucket);
    const waiting = Math.min(otherWait.share(row, bucket), 1 - locked);
    const free = 1 - locked - waiting;
    // Waits lie inside tasks; what they leave of the tasks is work.
    const work = Math.min(free, Math.max(0, busy.share(row, bucket) - locked - waiting));
    lock[bucket] = locked;
    other[bucket] = waiting;
    working[bucket] = work;
    idle[bucket] = free - work;
  }
  const spread = schedule === undefined ? undefined : spreadSchedule(schedule, { working, idle }, beginNs, widthNs);
  return {
    running: Array.from(spread?.running ?? working, shareOrZero),
    lockWait: Array.from(lock, shareOrZero),
    otherWait: Array.from(other, shareOrZero),
    io: Array.from(spread?.io ?? new Float64Array(buckets), shareOrZero),
  };
}
