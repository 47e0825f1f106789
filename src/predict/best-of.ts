import type { Plan } from './plan.js';
import type { SimulatedRun } from './prediction.js';
import { simulate } from './simulate.js';

/**
 * The shortest of several replays: what a change makes possible where it also allows to do less than all of it.
 *
 * More cores, or a shorter hold, can lengthen a schedule, in the model as on a machine: who comes first changes, and with it who waits
 * (Graham, Bounds on Multiprocessing Timing Anomalies, 1969). But nobody has to use all cores, and who holds a lock for shorter may
 * wait before releasing it; so the best of the neighbouring schedules is attainable, and with it more never takes longer: give the
 * plans for 1…n cores (or for the shares on a fixed grid up to the one asked for), and of two such lists the one that contains the
 * other never comes out worse.
 *
 * @param plans at least one
 * @returns the run with the least makespan of those that do not get stuck; if all do, the first
 * @throws RangeError without plans
 */
export function bestOf(plans: readonly Plan[], options: { seed: number }): SimulatedRun {
  let best: SimulatedRun | undefined;
  for (const plan of plans) {
    const run = simulate(plan, options);
    if (best === undefined || rank(run) < rank(best)) best = run;
  }
  if (best === undefined) throw new RangeError('bestOf needs at least one plan.');
  return best;
}

function rank(run: SimulatedRun): number {
  return run.stuck ? Infinity : run.makespanNs;
}
