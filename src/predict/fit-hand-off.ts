import type { Profile } from '../model/profile.js';
import type { Fitted } from './fit-switch-cost.js';
import type { Plan, PlanLock } from './plan.js';
import type { SimulatedRun } from './prediction.js';
import { simulate } from './simulate.js';

/** Waiting for a lock, as a share of the run, from which how it is handed over matters. */
const MATERIAL = 0.05;
/** Replayed waiting within this factor of what was recorded is right. */
const CLOSE = 2;

/**
 * Who gets a lock that is released, whoever comes first or whoever waits longest, is told from holds that follow one another; where a
 * lock is taken too often for all to be recorded, there may be none. Then the waiting tells: a lock that is handed over is waited for far
 * longer. For the lock most waited for, takes the other way where the replayed waiting comes closer to the recorded by it.
 */
export function fitHandOff(profile: Profile, { plan, base }: Fitted, seed: number): Fitted {
  const waits = profile.locks.map(({ waitNs, spinNs }) => waitNs + spinNs);
  const most = waits.indexOf(Math.max(...waits));
  const lock = plan.locks[most];
  const recordedNs = waits.reduce((sum, ns) => sum + ns, 0);
  if (lock === undefined || lock.kind === 'async' || !(recordedNs > MATERIAL * base.makespanNs)) return { plan, base };
  const isOff = (run: SimulatedRun): number => Math.abs(Math.log(Math.max(1, lockWaitOf(run)) / recordedNs));
  if (isOff(base) <= Math.log(CLOSE)) return { plan, base };
  const other: PlanLock = { ...lock, handOff: lock.handOff === 'fifo' ? 'barging' : 'fifo' };
  const changed: Plan = { ...plan, locks: plan.locks.with(most, other) };
  const run = simulate(changed, { seed });
  return !run.stuck && isOff(run) < isOff(base) ? { plan: changed, base: run } : { plan, base };
}

function lockWaitOf({ threads }: SimulatedRun): number {
  return threads.reduce((sum, { lockWaitNs }) => sum + lockWaitNs, 0);
}
