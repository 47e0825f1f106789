import type { Pool, Profile } from '../model/profile.js';
import { shownFrame } from '../detect/shared/places.js';
import type { Edit } from '../predict/edit.js';
import type { Change } from './recommendation.js';

type Options = Record<string, number>;

/** How each library calls its threads, all of them started at once and kept. */
const THREADS: Partial<Record<Pool['library'], (threads: number) => Options>> = {
  piscina: (threads) => ({ minThreads: threads, maxThreads: threads }),
  tinypool: (threads) => ({ minThreads: threads, maxThreads: threads }),
  workerpool: (threads) => ({ minWorkers: threads, maxWorkers: threads }),
};
const TASKS: Partial<Record<Pool['library'], (tasks: number) => Options>> = {
  piscina: (tasks) => ({ concurrentTasksPerWorker: tasks }),
  tinypool: (tasks) => ({ concurrentTasksPerWorker: tasks }),
};

/** The change as options of the pool, where it can be one and the line that makes the pool is known; else null. */
export function toPoolOptions(profile: Profile, edit: Edit): Change | null {
  if (edit.kind !== 'pool-size' && edit.kind !== 'concurrent-tasks') return null;
  const pool = profile.pools.find(({ id }) => id === edit.pool);
  const frame = pool && shownFrame(profile, pool.createdAt);
  if (pool === undefined || frame?.owner !== 'user') return null;
  const options = edit.kind === 'pool-size' ? THREADS[pool.library]?.(edit.threads) : TASKS[pool.library]?.(edit.tasks);
  if (options === undefined) return null;
  const { file, line, column } = frame;
  return { kind: 'pool-options', library: pool.library, place: { file, line, column }, options };
}
