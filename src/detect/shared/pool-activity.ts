import type { Pool, Profile, Thread } from '../../model/profile.js';
import { clamp, knownOr0, ratioOr0, sumOf } from './numbers.js';
import { addInterval, emptySeries, type Series, type Slices } from './slices.js';
import { isWholeLife } from './like-tasks.js';

/** One pool over time, and what its threads' time inside tasks went into. */
export interface PoolActivity {
  pool: Pool;
  threads: Thread[];
  /** Mean numbers in each slice. */
  queued: Series;
  running: Series;
  queuedTasks: number;
  /** Shares of the time inside tasks; they sum to 1 where the scheduler is known. */
  cpuShare: number;
  runnableShare: number;
  /** Waiting in the event loop: other tasks could run on the thread meanwhile. */
  asyncShare: number;
  /** Blocked in a system call: only another thread could run meanwhile. */
  syncShare: number;
  /** Waiting for locks and other threads. */
  waitShare: number;
}

export function measurePool(profile: Profile, pool: Pool, slices: Slices): PoolActivity {
  const threads = pool.threads.flatMap((index) => profile.threads[index] ?? []);
  const states = (pick: (thread: Thread) => number): number => sumOf(threads, pick);
  const cpuNs = states((thread) => thread.states.onCpuNs);
  const runnableNs = states((thread) => thread.states.runnableNs);
  const ioNs = states((thread) => thread.states.ioNs);
  const waitNs = states((thread) => thread.states.lockWaitNs + thread.states.otherWaitNs);
  const activeNs = cpuNs + runnableNs + ioNs + waitNs;
  const asyncPart = asyncShareOfIo(threads);
  const activity: PoolActivity = {
    pool,
    threads,
    queued: emptySeries(slices),
    running: emptySeries(slices),
    queuedTasks: 0,
    cpuShare: ratioOr0(cpuNs, activeNs),
    runnableShare: ratioOr0(runnableNs, activeNs),
    asyncShare: ratioOr0(ioNs * asyncPart, activeNs),
    syncShare: ratioOr0(ioNs * (1 - asyncPart), activeNs),
    waitShare: ratioOr0(waitNs, activeNs),
  };
  addTasks(activity, profile, slices);
  return activity;
}

/**
 * How much of the time off the core in tasks the threads stood in the event loop: by looks at them in /proc, or, where they
 * were not looked at, by the loop's own idle clock beyond the time in which they had no task.
 */
function asyncShareOfIo(threads: readonly Thread[]): number {
  const inLoop = sumOf(threads, ({ sampledInTasks }) => sampledInTasks.eventLoop);
  const inCalls = sumOf(threads, ({ sampledInTasks: at }) => at.otherSyscall + at.diskSleep);
  if (inLoop + inCalls > 0) return inLoop / (inLoop + inCalls);
  const ioNs = sumOf(threads, ({ states }) => states.ioNs);
  const loopNs = sumOf(threads, ({ loopIdleNs, states }) =>
    Math.max(0, knownOr0(loopIdleNs) - knownOr0(states.idleNs)),
  );
  return clamp(ratioOr0(loopNs, ioNs), 0, 1);
}

function addTasks(activity: PoolActivity, profile: Profile, slices: Slices): void {
  const { tasks, threads } = profile;
  for (let row = 0; row < tasks.count; row++) {
    if (tasks.pool[row] !== activity.pool.id || isWholeLife(profile, row)) continue;
    const fromMessages = tasks.source[row] === 1;
    const readyNs = threads[tasks.thread[row] as number]?.readyNs ?? Number.NaN;
    const submitNs = tasks.submitNs[row] as number;
    const beginNs = fromMessages ? Math.max(submitNs, readyNs) : submitNs;
    const endNs = (fromMessages ? tasks.startNs[row] : tasks.dispatchNs[row]) as number;
    if (endNs > beginNs) activity.queuedTasks++;
    addInterval(activity.queued, slices, beginNs, endNs);
    addInterval(activity.running, slices, tasks.startNs[row] as number, tasks.endNs[row] as number);
  }
}
