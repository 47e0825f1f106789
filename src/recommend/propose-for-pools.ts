import type { Finding } from '../detect/finding.js';
import { placeKey } from '../detect/shared/places.js';
import type { Pool, Profile } from '../model/profile.js';
import type { Edit } from '../predict/edit.js';

/** Numbers of threads worth trying, beside those around the cores and around what the pool has. */
const THREADS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32];
/** More than so many times the cores or the present threads is another design, not another size. */
const MOST_TIMES = 4;
const SLOTS = [2, 4, 8, 16, 32];

/** The pool a finding is about: as it says, else that of the tasks submitted at its place, else the one with most tasks. */
export function poolOfFinding(profile: Profile, { pool, site }: Pick<Finding, 'pool' | 'site'>): number | undefined {
  if (pool !== undefined && pool >= 0) return pool;
  const { tasks, pools } = profile;
  const place = placeKey(profile, site);
  const counts = new Map<number, number>();
  const isHere = new Map<number, boolean>();
  for (let row = 0; row < tasks.count; row++) {
    const submitted = tasks.submitSite[row] as number;
    let here = isHere.get(submitted);
    if (here === undefined) isHere.set(submitted, (here = submitted >= 0 && placeKey(profile, submitted) === place));
    const id = tasks.pool[row] as number;
    if (here && id >= 0) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const [found] = [...counts].sort((a, b) => b[1] - a[1]);
  return found?.[0] ?? pools.toSorted((a, b) => b.taskCount - a.taskCount)[0]?.id;
}

/** Other numbers of threads than it has, fewest first: where two do equally well, the smaller pool is the better. */
export function proposeThreads(profile: Profile, id: number): Edit[] {
  const pool = profile.pools.find((found) => found.id === id);
  if (pool === undefined || pool.taskCount === 0) return [];
  const now = threadsOf(pool);
  const { cores } = profile.run;
  const most = Math.max(now, cores) * MOST_TIMES;
  const sizes = new Set([...THREADS, cores - 1, cores, cores + 1, 2 * cores, now - 1, now + 1, 2 * now]);
  return [...sizes]
    .filter((threads) => threads >= 1 && threads <= most && threads !== now)
    .sort((a, b) => a - b)
    .map((threads) => ({ kind: 'pool-size', pool: id, threads }));
}

export function proposeTaskSlots(profile: Profile, id: number): Edit[] {
  const now = profile.pools.find((found) => found.id === id)?.concurrentTasksPerWorker ?? 1;
  return SLOTS.filter((tasks) => tasks > now).map((tasks) => ({ kind: 'concurrent-tasks', pool: id, tasks }));
}

/** What it had at work, which counts where the library does not tell its limit or never reached it. */
export function threadsOf({ peakThreads, maxThreads }: Pool): number {
  return peakThreads > 0 ? peakThreads : maxThreads;
}
