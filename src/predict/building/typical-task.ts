import type { Profile } from '../../model/profile.js';
import { quantile } from '../../statistics/quantile.js';

/** Tasks of one kind that nobody interrupts take about the same: the middle one is no longer than so many times a short one. */
const ALIKE = 1.3;
/** ... and none is longer than so many times the middle one. */
const MARGIN = 1.2;
const MIN_TASKS = 10;

/**
 * The most a task of each pool takes on a core, ns, where most of them take the same, however long they took where their thread
 * had to wait for a core; Infinity where they differ. By Profile.pools index; worked out when first asked for.
 */
export function findTypicalTasks({ tasks, pools }: Profile): (pool: number) => number {
  const known = new Map<number, number>();
  return (pool) => {
    const before = known.get(pool);
    if (before !== undefined) return before;
    const walls: number[] = [];
    for (let row = 0; row < tasks.count; row++) {
      const wallNs = (tasks.endNs[row] as number) - (tasks.startNs[row] as number);
      if (tasks.pool[row] === pool && wallNs > 0 && tasks.overlapped[row] === 0) walls.push(wallNs);
    }
    const median = quantile(walls, 0.5);
    const isAlike = pools[pool] !== undefined && walls.length >= MIN_TASKS && median <= ALIKE * quantile(walls, 0.1);
    const typical = isAlike ? MARGIN * median : Infinity;
    known.set(pool, typical);
    return typical;
  };
}
