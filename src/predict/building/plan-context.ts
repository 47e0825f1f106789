import { addTo } from './add-to.js';
import type { Pool, Profile, TaskTable, Thread } from '../../model/profile.js';
import { measureMostIo } from './most-io.js';
import { measureOutsideShare } from './outside-load.js';
import { listSenders } from './senders.js';
import type { ThreadNotes } from './notes.js';
import { measureThreadTime, waitsForCore, type Spans, type ThreadTime } from './thread-time.js';

/** What is known of the run's threads before ops are written. */
export interface PlanContext {
  profile: Profile;
  /** Rows of the profile's tasks by the thread that ran them, in order of start. */
  tasksOf: Int32Array[];
  /** By thread, when it could begin to receive each of its tasks' requests; see arrivals.ts. */
  arrivals: Float64Array[];
  notes: ThreadNotes[];
  /** See typical-task.ts. */
  typicalOf: (pool: number) => number;
  times: ThreadTime[];
  /** First and last moment of what is modelled. */
  beginNs: number;
  endNs: number;
}

/** Pools in which so many times more threads lived than at any one time are made anew for each use. */
const MADE_ANEW = 3;

/** Each worker is started by the program, and runs the tasks that were given to it; the others belong to a pool that decides both. */
export function isByHand(pool: Pool | undefined): boolean {
  return pool === undefined || pool.library === 'workers' || pool.threads.length >= MADE_ANEW * pool.peakThreads;
}

/** Started by the program itself, one by one; the others are started by their pool when it needs them. */
export function isHandMade({ pools }: Profile, { pool, isMain }: Thread): boolean {
  return !isMain && isByHand(pools[pool]);
}

/** A worker that runs no tasks but code of its own, from when it is ready to its end. */
export function isTaskless(thread: Thread, tasksOf: readonly Int32Array[]): boolean {
  return !thread.isMain && (tasksOf[thread.index]?.length ?? 0) === 0;
}

export function listTasksByThread({ tasks, threads }: Profile): Int32Array[] {
  const counts = new Int32Array(threads.length);
  for (let row = 0; row < tasks.count; row++) addTo(counts, tasks.thread[row] as number);
  const lists = threads.map(({ index }) => new Int32Array(counts[index] as number));
  const next = new Int32Array(threads.length);
  for (let row = 0; row < tasks.count; row++) {
    const thread = tasks.thread[row] as number;
    (lists[thread] as Int32Array)[addTo(next, thread)] = row;
  }
  return lists;
}

/** The spans in which a thread does what the plan has bodies for, and in which it receives requests. */
function workSpans(context: Omit<PlanContext, 'times'>, thread: Thread): Spans {
  const { profile, tasksOf, arrivals, beginNs, endNs } = context;
  const { tasks } = profile;
  const rows = tasksOf[thread.index] as Int32Array;
  if (rows.length > 0) {
    const ends = Float64Array.from(rows, (row) => tasks.endNs[row] as number);
    // A request that has come in may wait long for a crowded thread to take it.
    const begins = waitsForCore(thread.schedule)
      ? Float64Array.from(rows, (row) => tasks.startNs[row] as number)
      : (arrivals[thread.index] as Float64Array).slice();
    return {
      beginNs: begins.sort(),
      endNs: ends.map((end) => (Number.isNaN(end) ? thread.endNs : end)).sort(),
    };
  }
  if (thread.isMain && tasks.submitter.includes(thread.index)) return cloneSpans(tasks, thread.index);
  const from = thread.isMain ? beginNs : thread.readyNs;
  const to = thread.isMain ? endNs : thread.endNs;
  return { beginNs: Float64Array.of(from), endNs: Float64Array.of(Math.max(from, to)) };
}

/** Shorter ones are not told apart from what is done around them. */
const LONG_CLONE_NS = 100_000;

/** What is known of a submitter's own work: writing large requests. */
function cloneSpans({ count, submitter, dispatchNs, cloneNs }: TaskTable, thread: number): Spans {
  const begins: number[] = [];
  const ends: number[] = [];
  for (let row = 0; row < count; row++) {
    if (submitter[row] !== thread || !((cloneNs[row] as number) >= LONG_CLONE_NS)) continue;
    const from = dispatchNs[row] as number;
    if (Number.isNaN(from)) continue;
    begins.push(from);
    ends.push(from + (cloneNs[row] as number));
  }
  return { beginNs: Float64Array.from(begins).sort(), endNs: Float64Array.from(ends).sort() };
}

/** @param busyShare of a thread the scheduler was never asked about: the share of its life it was on a core; NaN = not known */
export function measureThread(
  context: Omit<PlanContext, 'times'>,
  thread: Thread,
  marks: Float64Array,
  busyShare: number,
): ThreadTime {
  const { waits, spins } = context.notes[thread.index] as ThreadNotes;
  const sorted = ({ view }: { view(): Float64Array }): Float64Array => view().slice().sort();
  return measureThreadTime(
    {
      beginNs: thread.beginNs,
      endNs: thread.endNs,
      work: workSpans(context, thread),
      waits: {
        beginNs: sorted({ view: () => waits.beginNs.view() }),
        endNs: sorted({ view: () => waits.endNs.view() }),
      },
      spins: {
        beginNs: sorted({ view: () => spins.beginNs.view() }),
        endNs: sorted({ view: () => spins.endNs.view() }),
      },
      typicalNs: context.typicalOf(thread.pool),
      marks,
    },
    thread.schedule,
    busyShare,
    measureOutsideShare(context.profile, thread),
    measureMostIo(context.profile, thread),
  );
}

/** The part that is modelled: from the first worker or task to the last thing that happened to one. */
export function findModelled(profile: Profile, notes: readonly ThreadNotes[]): { beginNs: number; endNs: number } {
  const { run, threads, tasks, pools } = profile;
  const workers = threads.filter(({ isMain }) => !isMain);
  if (workers.length === 0) return { beginNs: run.beginNs, endNs: run.endNs };
  let beginNs = run.endNs;
  let endNs = run.beginNs;
  for (const thread of workers) {
    beginNs = Math.min(beginNs, thread.beginNs);
    if (isByHand(pools[thread.pool])) endNs = Math.max(endNs, thread.endNs);
  }
  for (let row = 0; row < tasks.count; row++) {
    beginNs = Math.min(beginNs, tasks.submitNs[row] as number);
    const done = tasks.doneNs[row] as number;
    if (done > endNs) endNs = done;
  }
  for (const { events } of notes) {
    for (let row = 0; row < events.atNs.count; row++) endNs = Math.max(endNs, events.atNs.at(row));
  }
  // Of streams of messages some are still to be handled when their senders have ended.
  if (listSenders(profile).length > 0) endNs = run.endNs;
  return { beginNs: Math.max(run.beginNs, beginNs), endNs: Math.min(run.endNs, Math.max(beginNs, endNs)) };
}

/**
 * Of threads that lived too short for the scheduler to be asked about them: the share of their lives they were on a core,
 * from the CPU of the whole process that nobody else can have used. NaN where the scheduler is not known at all.
 */
export function measureUnseenShare({ threads, host, quality }: Profile): number {
  const { processCpu } = host;
  let lifeNs = 0;
  let seenNs = quality.probe.collectorNs;
  for (const { schedule, beginNs, endNs, isMain } of threads) {
    if (schedule !== undefined && schedule.count > 1) seenNs += schedule.onCpuNs[schedule.count - 1] as number;
    else if (!isMain) lifeNs += endNs - beginNs;
  }
  const readings = processCpu?.cpuNs.length ?? 0;
  if (processCpu === undefined || readings === 0 || lifeNs === 0) return Number.NaN;
  return Math.min(1, Math.max(0, ((processCpu.cpuNs[readings - 1] as number) - seenNs) / lifeNs));
}
