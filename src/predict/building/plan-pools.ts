import type { Pool, Profile, Thread } from '../../model/profile.js';
import type { Machine, PlanPool, PlanThread } from '../plan.js';
import { isByHand, isHandMade, type PlanContext } from './plan-context.js';
import type { ThreadTime } from './thread-time.js';

/** A pool made this much later than the modelled part begins is started by an op of its own. */
const LATE_NS = 20_000_000;

/** Pools that are there from the beginning start their workers themselves, and so do those that grow on demand. */
export function startOf(profile: Profile, thread: Thread, beginNs: number): PlanThread['start'] {
  if (thread.isMain) return 'begin';
  if (thread.readyNs <= profile.run.beginNs) return 'pool';
  if (isHandMade(profile, thread)) return 'spawn';
  const pool = profile.pools[thread.pool] as Pool;
  if (growsOnDemand(pool)) return 'pool';
  const first = Math.min(...pool.threads.map((index) => (profile.threads[index] as Thread).beginNs));
  return first - beginNs > LATE_NS ? 'spawn' : 'pool';
}

function growsOnDemand({ library, minThreads, maxThreads }: Pool): boolean {
  return library !== 'workers' && (Number.isNaN(maxThreads) || minThreads < maxThreads);
}

export interface WorkerStart {
  cpuNs: number;
  /** Until its own code began, neither on a core nor waiting for one, ns: files, page faults. */
  stallNs: number;
}

/** By thread, what starting it took until it was ready for its first task; what starting costs on the machine where nothing tells. */
export function measureStarts(
  { profile, tasksOf, times }: PlanContext,
  machine: Machine,
  busyShare: number,
): WorkerStart[] {
  const { threads, tasks, run } = profile;
  return threads.map((thread) => {
    if (thread.isMain || thread.readyNs <= run.beginNs) return { cpuNs: 0, stallNs: 0 };
    const time = times[thread.index] as ThreadTime;
    const first = (tasksOf[thread.index] as Int32Array)[0];
    const start = first === undefined ? thread.readyNs : (tasks.startNs[first] as number);
    // After that it may be idle for want of a task.
    const isUnknown = Number.isNaN(busyShare) && (thread.schedule?.count ?? 0) < 2;
    if (isUnknown) return { cpuNs: Math.min(machine.workerStartCpuNs, start - thread.beginNs), stallNs: 0 };
    return { cpuNs: time.cpuAt(start), stallNs: time.idleAt(thread.readyNs) };
  });
}

/** The pools, with what starting a worker of theirs costs. */
export function buildPools({ profile }: PlanContext, machine: Machine, starts: readonly WorkerStart[]): PlanPool[] {
  return profile.pools.map((pool): PlanPool => {
    const of = pool.threads.map((index) => (starts[index] as WorkerStart).cpuNs);
    return {
      id: pool.id,
      minThreads: Number.isNaN(pool.minThreads) ? 0 : Math.min(pool.minThreads, pool.threads.length),
      maxThreads: Number.isNaN(pool.maxThreads)
        ? pool.peakThreads
        : Math.min(pool.maxThreads, Math.max(1, pool.peakThreads)),
      concurrentTasksPerWorker: pool.concurrentTasksPerWorker,
      workerStartCpuNs: of.length === 0 ? machine.workerStartCpuNs : of.reduce((sum, ns) => sum + ns, 0) / of.length,
      idleTimeoutNs: Number.isNaN(pool.idleTimeoutMs) ? Infinity : pool.idleTimeoutMs * 1e6,
      pinned: isByHand(pool),
    };
  });
}
