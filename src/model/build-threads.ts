import { spanLife, type LifecycleLog } from './lifecycles.js';
import type { Pool, TaskTable, Thread } from './profile.js';
import { countPeak } from './pools.js';
import type { Recording } from './recording.js';

/** Threads with their lives cut to the analysed window; what they did in it is filled in by others. */
export function buildThreads({ infos, positionOf, sites, window }: Recording, { lives }: LifecycleLog): Thread[] {
  return infos.map((info, index): Thread => {
    const isMain = info.origin === 'main' || info.index === 0;
    const parent = info.parentIndex >= 0 ? (positionOf[info.parentIndex] as number) : -1;
    const life = spanLife(lives[index] as LifecycleLog['lives'][number], isMain, window.endNs);
    const within = (time: number) => Math.min(Math.max(time, window.beginNs), window.endNs);
    return {
      index,
      threadId: info.threadId,
      parent: isMain ? -1 : parent,
      isMain,
      origin: info.origin,
      file: info.file,
      name: info.name,
      createdAt: parent === -1 ? -1 : sites.siteOf(parent, info.createdAt),
      beginNs: within(life.beginNs),
      endNs: within(life.endNs),
      readyNs: within(life.readyNs),
      ended: life.ended,
      pool: -1,
      states: {
        startingNs: 0,
        onCpuNs: 0,
        runnableNs: 0,
        lockWaitNs: 0,
        otherWaitNs: 0,
        ioNs: 0,
        idleNs: 0,
      },
      sampledInTasks: { running: 0, futex: 0, eventLoop: 0, otherSyscall: 0, diskSleep: 0 },
      samples: 0,
      gc: { count: 0, totalNs: 0, majorCount: 0, majorNs: 0, longestNs: 0 },
      loopIdleNs: Number.NaN,
    };
  });
}

/**
 * Says which pool a worker belongs to: by the tasks it ran, else by library when there is only one pool of it. Workers
 * that no known pool made form one of library 'workers' for each line that creates them.
 */
export function assignPools(
  pools: Pool[],
  threads: readonly Thread[],
  taskPool: Int32Array,
  taskThread: Int32Array,
): void {
  for (let row = 0; row < taskPool.length; row++) {
    const thread = threads[taskThread[row] as number];
    if (thread !== undefined && taskPool[row] !== -1) thread.pool = taskPool[row] as number;
  }
  for (const thread of threads) {
    if (thread.isMain || thread.pool !== -1) continue;
    const ofLibrary = pools.filter(({ library }) => library === thread.origin);
    thread.pool = (ofLibrary.length > 0 ? ofLibrary[0] : findOrAddPool(pools, thread))?.id ?? -1;
  }
  for (const thread of threads) pools[thread.pool]?.threads.push(thread.index);
  for (const pool of pools) {
    pool.peakThreads = countPeak(pool.threads.map((index) => threads[index] as Thread));
    if (Number.isNaN(pool.maxThreads) && pool.library === 'workers') pool.maxThreads = pool.peakThreads;
    if (Number.isNaN(pool.minThreads)) pool.minThreads = pool.peakThreads;
  }
}

function findOrAddPool(pools: Pool[], { origin, createdAt, file }: Thread): Pool {
  const library = origin === 'worker' || origin === 'main' ? 'workers' : origin;
  const known = pools.find((pool) => pool.library === library && pool.createdAt === createdAt && pool.file === file);
  if (known !== undefined) return known;
  const pool: Pool = {
    id: pools.length,
    library,
    createdAt,
    file,
    minThreads: Number.NaN,
    maxThreads: Number.NaN,
    concurrentTasksPerWorker: 1,
    idleTimeoutMs: Number.NaN,
    threads: [],
    peakThreads: 0,
    taskCount: 0,
  };
  pools.push(pool);
  return pool;
}

export function countTasks(pools: readonly Pool[], { pool, count }: TaskTable): void {
  for (let row = 0; row < count; row++) {
    const of = pools[pool[row] as number];
    if (of !== undefined) of.taskCount++;
  }
}
