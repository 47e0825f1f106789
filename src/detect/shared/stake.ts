import type { Activity } from './activity.js';
import type { Series } from './slices.js';

export interface StakeOptions {
  /** More than so many could not be at work at once, whatever the cores; by slice. */
  limit?: (slice: number) => number;
}

/**
 * How much of the makespan is at stake, ns, if those who wait went on instead. In a slice in which `a` threads get on with
 * something, `e` more of the same kind would do its work in a / (a + e) of the time. `e` is bounded by the number that
 * wait and by the cores that are free: if each that gets on uses a third of a core, a free core takes three more. Waiting
 * while no core is free therefore costs nothing. An upper bound: it takes the waiting to vanish entirely.
 */
export function stakeOfWaiting(activity: Activity, waiting: Series, options: StakeOptions = {}): number {
  const { slices, computing, io, free } = activity;
  let stake = 0;
  for (let slice = 0; slice < slices.count; slice++) {
    const onCpu = computing[slice] as number;
    // While somebody waits for another, one at least is getting on, be it where we cannot see it.
    const gettingOn = Math.max(1, onCpu + (io[slice] as number));
    const coresForEach = onCpu / gettingOn;
    const room = coresForEach > 0 ? (free[slice] as number) / coresForEach : Infinity;
    const more = Math.min(waiting[slice] as number, room, options.limit?.(slice) ?? Infinity);
    if (more > 0) stake += more / (gettingOn + more);
  }
  return stake * slices.sliceNs;
}
