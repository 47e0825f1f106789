import type { Profile, TaskTable, Thread } from '../../model/profile.js';
import { SLICES } from '../thresholds.js';
import { clamp, knownOr0 } from './numbers.js';
import { addInterval, addSeries, cutIntoSlices, emptySeries, type Series, type Slices } from './slices.js';
import { placeCpuTime } from './thread-slices.js';
import { waitsByThread } from './wait-series.js';

/** What the program did in each slice of the run: mean numbers of threads, tasks or cores. */
export interface Activity {
  slices: Slices;
  /** Cores this process may use. */
  cores: number;
  /**
   * Threads that move the program on: on a core or ready for one, not starting up, not burning CPU in a wait. Those ready for
   * a core count, because which of both a thread is depends on what else the machine does, not on the program.
   */
  computing: Series;
  /** ... of them the main thread. */
  mainComputing: Series;
  /** Workers that start up or load their module, on a core or ready for one. */
  preparing: Series;
  /** Threads inside a task that wait for something outside the program: I/O, timers, child processes. */
  io: Series;
  /** Threads in a known wait for another thread. */
  waiting: Series;
  /** Workers that have started, and those of them inside a task. */
  ready: Series;
  occupied: Series;
  /** Tasks submitted and not yet given to a worker. */
  queued: Series;
  /** Tasks submitted and not done. */
  outstanding: Series;
  /** Cores that none of the program's threads wanted. */
  free: Series;
}

export function measureActivity(profile: Profile): Activity {
  const slices = cutIntoSlices(profile.run.beginNs, profile.run.endNs, SLICES);
  const cores = Math.max(1, knownOr0(profile.run.cores));
  const empty = (): Series => emptySeries(slices);
  const activity: Activity = {
    slices,
    cores,
    computing: empty(),
    mainComputing: empty(),
    preparing: empty(),
    io: empty(),
    waiting: empty(),
    ready: empty(),
    occupied: empty(),
    queued: empty(),
    outstanding: empty(),
    free: empty(),
  };
  if (slices.count === 0) return activity;
  const tasksOf = tasksByThread(profile.tasks, slices);
  const waitsOf = waitsByThread(profile, slices);
  const firstTaskOf = findFirstTasks(profile.tasks);
  for (const thread of profile.threads) {
    const tasks = tasksOf.get(thread.index) ?? empty();
    const preparedNs = prepareEndNs(profile.tasks, thread, firstTaskOf.get(thread.index));
    addThread(activity, profile, thread, preparedNs, tasks, waitsOf.get(thread.index) ?? empty());
  }
  addQueue(activity, profile);
  for (let slice = 0; slice < slices.count; slice++) {
    const wanted = (activity.computing[slice] as number) + (activity.preparing[slice] as number);
    activity.free[slice] = Math.max(0, cores - wanted);
  }
  return activity;
}

/** Share of each slice a thread is inside tasks; tasks that overlap on a thread count once. */
function tasksByThread(tasks: TaskTable, slices: Slices): Map<number, Series> {
  const byThread = new Map<number, Series>();
  const untilNs = new Map<number, number>();
  for (let row = 0; row < tasks.count; row++) {
    const thread = tasks.thread[row] as number;
    const series = byThread.get(thread) ?? emptySeries(slices);
    byThread.set(thread, series);
    const before = untilNs.get(thread) ?? -Infinity;
    const endNs = tasks.endNs[row] as number;
    addInterval(series, slices, Math.max(before, tasks.startNs[row] as number), endNs);
    if (endNs > before) untilNs.set(thread, endNs);
  }
  return byThread;
}

function addThread(
  activity: Activity,
  profile: Profile,
  thread: Thread,
  preparedNs: number,
  tasks: Series,
  waits: Series,
): void {
  const { slices } = activity;
  const preparing = emptySeries(slices);
  if (!thread.isMain) {
    addInterval(preparing, slices, thread.beginNs, preparedNs);
    addInterval(activity.ready, slices, preparedNs, thread.endNs);
  }
  const active = emptySeries(slices);
  for (let slice = 0; slice < slices.count; slice++) {
    const busy = (tasks[slice] as number) + (preparing[slice] as number) - (waits[slice] as number);
    active[slice] = clamp(busy, 0, 1);
  }
  const wanted = placeCpuTime(profile, thread, slices, active, waits);
  for (let slice = 0; slice < slices.count; slice++) {
    const inTask = Math.max(0, Math.min(active[slice] as number, (tasks[slice] as number) - (waits[slice] as number)));
    const used = wanted[slice] as number;
    const prepared = active[slice]
      ? (used * (preparing[slice] as number)) / Math.max(used, active[slice] as number)
      : 0;
    activity.preparing[slice] = (activity.preparing[slice] as number) + prepared;
    activity.computing[slice] = (activity.computing[slice] as number) + used - prepared;
    if (thread.isMain) activity.mainComputing[slice] = (activity.mainComputing[slice] as number) + used;
    activity.io[slice] = (activity.io[slice] as number) + Math.max(0, inTask - used);
  }
  addSeries(activity.waiting, waits);
  addSeries(activity.occupied, tasks);
}

/** Row of the first task of each thread; the table is in order of start. */
export function findFirstTasks({ count, thread }: TaskTable): Map<number, number> {
  const first = new Map<number, number>();
  for (let row = count - 1; row >= 0; row--) first.set(thread[row] as number, row);
  return first;
}

/**
 * When a worker was ready for work: the start of its first task if that task was waiting for it (it loads its module until
 * then), else the moment its own code began.
 */
export function prepareEndNs(tasks: TaskTable, thread: Thread, firstTask: number | undefined): number {
  if (firstTask === undefined) return thread.readyNs;
  const waitedForIt = (tasks.submitNs[firstTask] as number) <= thread.readyNs;
  return waitedForIt ? Math.max(thread.readyNs, tasks.startNs[firstTask] as number) : thread.readyNs;
}

/** Tasks found in messages lie in the worker's port until it takes them; those of one whole worker's life never queue. */
function addQueue({ slices, queued, outstanding }: Activity, { tasks, threads }: Profile): void {
  for (let row = 0; row < tasks.count; row++) {
    const readyNs = threads[tasks.thread[row] as number]?.readyNs ?? Number.NaN;
    const fromMessages = tasks.source[row] === 1;
    const submitNs = tasks.submitNs[row] as number;
    const queueEndNs = (fromMessages ? tasks.startNs[row] : tasks.dispatchNs[row]) as number;
    addInterval(queued, slices, fromMessages ? Math.max(submitNs, readyNs) : submitNs, queueEndNs);
    const doneNs = tasks.doneNs[row] as number;
    addInterval(outstanding, slices, submitNs, Number.isFinite(doneNs) ? doneNs : (tasks.endNs[row] as number));
  }
}
