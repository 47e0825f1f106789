import type { Plan } from './plan.js';
import type { Replay } from './replay.js';
import { resamplePlan } from './resample-plan.js';

/** Events a what-if may replay: at five million a second, it answers within a second. */
export const EVENTS_A_QUESTION = 4_000_000;

const MOST_REPLICATES = 100;

/** How many replicates there is time for, beside the replay itself. Fewer than two tell nothing about spread. */
export function countReplicates(events: number, budget: number = EVENTS_A_QUESTION): number {
  const affordable = Math.floor(budget / Math.max(1, events)) - 1;
  return affordable < 2 ? 0 : Math.min(MOST_REPLICATES, affordable);
}

/** The how-manieth plan drawn. Machine costs go evenly through their range, so that few replicates cover it as well. */
export function replicatePlan(
  { plan, strata, seed }: Pick<Replay, 'plan' | 'strata' | 'seed'>,
  at: number,
  of: number,
): Plan {
  return resamplePlan(plan, strata, seed + at + 1, (at + 0.5) / of);
}
