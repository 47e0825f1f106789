import type { Profile } from '../model/profile.js';
import type { Plan } from './plan.js';
import type { SimulatedRun } from './prediction.js';
import { simulate } from './simulate.js';

/** CPU beyond what was recorded, as a share of it, from which switches are counted twice. */
const TOLERANCE = 0.02;

export interface Fitted {
  plan: Plan;
  base: SimulatedRun;
}

/**
 * The CPU that was recorded between two events holds what the switches cost that happened then. Where replaying them on top gives more
 * CPU than was recorded, they cost so much less that it comes out; nothing, where all of it is in the recorded costs.
 */
export function fitSwitchCost(profile: Profile, plan: Plan, seed: number): Fitted {
  const base = simulate(plan, { seed });
  const known = profile.threads.filter(({ states }) => states.onCpuNs > 0);
  const sumOf = (run: SimulatedRun): number =>
    known.reduce((sum, { index }) => sum + (run.threads[index]?.onCpuNs ?? 0), 0);
  const recordedNs = known.reduce((sum, { states }) => sum + states.onCpuNs, 0);
  const { contextSwitchNs } = plan.machine;
  if (sumOf(base) <= recordedNs * (1 + TOLERANCE) || contextSwitchNs === 0) return { plan, base };
  const withSwitch = (ns: number): Plan => ({ ...plan, machine: { ...plan.machine, contextSwitchNs: ns } });
  const freeNs = sumOf(simulate(withSwitch(0), { seed }));
  const share = (recordedNs - freeNs) / Math.max(1, sumOf(base) - freeNs);
  const fitted = withSwitch(contextSwitchNs * Math.min(1, Math.max(0, share)));
  return { plan: fitted, base: simulate(fitted, { seed }) };
}
