/** A Replay of a plan made by hand: what prepareReplay makes of a profile, the profile left out. */
import type { Plan } from '../../../src/predict/plan.js';
import type { Replay } from '../../../src/predict/replay.js';
import { countReplicates, replicatePlan } from '../../../src/predict/replicates.js';
import { findStrata } from '../../../src/predict/resample-plan.js';
import { simulate } from '../../../src/predict/simulate.js';

export function replayOf(plan: Plan, change: Partial<Replay> = {}): Replay {
  const seed = change.seed ?? 1;
  const base = simulate(plan, { seed });
  const strata = findStrata(plan);
  const count = countReplicates(base.events);
  return {
    plan,
    seed,
    base,
    identity: {
      recordedMakespanNs: base.makespanNs,
      replayedMakespanNs: base.makespanNs,
      makespanError: 0,
      threadError: 0,
      lockWaitNs: { recorded: 0, replayed: 0 },
      ok: true,
      reason: '',
    },
    strata,
    replicateNs: Array.from({ length: count }, (_, at) => {
      return simulate(replicatePlan({ plan, strata, seed }, at, count), { seed: seed + at + 1 }).makespanNs;
    }),
    samples: plan.tasks.count,
    repeatNoise: 0.015,
    refusal: null,
    ...change,
  };
}
