import type { Profile, TaskTable, Thread } from '../../model/profile.js';
import { FOREIGN_LIMIT, SLICES } from '../thresholds.js';
import { clamp, knownOr0 } from './numbers.js';
import { addInterval, addSeries, cutIntoSlices, emptySeries, type Series, type Slices } from './slices.js';
import { placeCpuTime } from './thread-slices.js';
import { waitsByThread } from './wait-series.js';

/** What the program did in each slice of the run: mean numbers of threads, tasks or cores. */
export interface Activity {
  slices: Slices;
  /** Cores this program could have had: those of the machine less what other programs used. */
  usableCores: number;
  /** Threads on a core that move the program on: not starting up, not burning CPU in a wait. */
  working: Series;
  /** ... of them the main thread. */
  mainWorking: Series;
  /** Cores taken by workers that start up or load their module. */
  preparing: Series;
  runnable: Series;
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
  /** Cores on which this program could have worked and did not. */
  free: Series;
}

export function measureActivity(profile: Profile): Activity {
  const slices = cutIntoSlices(profile.run.beginNs, profile.run.endNs, SLICES);
  // Foreign load up to the limit is ordinary jitter; the verdict says more where it is more.
  const foreign = knownOr0(profile.host.foreignShare);
  const usableCores = Math.max(1, profile.run.cores * (foreign > FOREIGN_LIMIT ? 1 - clamp(foreign, 0, 1) : 1) || 1);
  const empty = (): Series => emptySeries(slices);
  const activity: Activity = {
    slices,
    usableCores,
    working: empty(),
    mainWorking: empty(),
    preparing: empty(),
    runnable: empty(),
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
    const used = (activity.working[slice] as number) + (activity.preparing[slice] as number);
    activity.free[slice] = Math.max(0, usableCores - used);
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
  const { cpu, runnable } = placeCpuTime(profile, thread, slices, active, waits);
  for (let slice = 0; slice < slices.count; slice++) {
    const inTask = Math.max(0, Math.min(active[slice] as number, (tasks[slice] as number) - (waits[slice] as number)));
    const used = cpu[slice] as number;
    const prepared = active[slice]
      ? (used * (preparing[slice] as number)) / Math.max(used, active[slice] as number)
      : 0;
    activity.preparing[slice] = (activity.preparing[slice] as number) + prepared;
    activity.working[slice] = (activity.working[slice] as number) + used - prepared;
    if (thread.isMain) activity.mainWorking[slice] = (activity.mainWorking[slice] as number) + used;
    const away = Math.max(0, inTask - used - (runnable[slice] as number));
    activity.io[slice] = (activity.io[slice] as number) + away;
  }
  addSeries(activity.runnable, runnable);
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
