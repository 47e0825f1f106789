import { readMainSamples } from '../detect/shared/main-thread.js';
import type { Profile } from '../model/profile.js';
import type { Edit } from '../predict/edit.js';

/** Steps of three or so: between them nothing turns from good to bad. */
const BATCHES = [3, 10, 30, 100, 300, 1000];
/** A pool needs some batches a thread, or the last one is waited for alone. */
const BATCHES_A_THREAD = 4;
const MESSAGE_BATCHES = [10, 100, 1000];

export function proposeBatches(profile: Profile, id: number): Edit[] {
  const pool = profile.pools.find((found) => found.id === id);
  if (pool === undefined) return [];
  const most = pool.taskCount / (Math.max(1, pool.peakThreads) * BATCHES_A_THREAD);
  return BATCHES.filter((size) => size <= most).map((size) => ({ kind: 'batch-tasks', pool: id, size }));
}

export function proposeMessageBatches(): Edit[] {
  return MESSAGE_BATCHES.map((size) => ({ kind: 'batch-messages', size }));
}

/** All at once: what limits how many run is then the pool. */
export function proposeTogether(_: Profile, pool: number): Edit[] {
  return [{ kind: 'submit-together', pool }];
}

/** The hottest of the main thread's own functions, as a share of all the program's own work on it: that is what can be named. */
export function proposeWorkOffMain(profile: Profile, pool: number): Edit[] {
  const { hottest, program, samples } = readMainSamples(profile);
  const [hot] = hottest;
  if (hot === undefined || !(program > 0)) return [{ kind: 'move-work-to-workers', pool, share: 1 }];
  const share = Math.round((hot.mainSamples / (program * samples)) * 100) / 100;
  return [{ kind: 'move-work-to-workers', pool, share }];
}

/** Every batch of tasks split into twos, fours…, as many as there are threads to share a task. */
export function proposeSplitting(profile: Profile, pool: number): Edit[] {
  const most = Math.max(2, profile.run.cores, profile.pools.find(({ id }) => id === pool)?.peakThreads ?? 2);
  return [2, 4, 8, 16].filter((parts) => parts <= most * 2).map((parts) => ({ kind: 'split-tasks', pool, parts }));
}

/** As many workers as cores, and half and double. */
export function proposeReuse({ run: { cores } }: Profile): Edit[] {
  const sizes = new Set([Math.max(1, Math.floor(cores / 2)), cores, 2 * cores]);
  return [...sizes].map((threads) => ({ kind: 'reuse-workers', threads }));
}
