import type { Profile } from '../model/profile.js';
import { standardDeviation } from '../statistics/deviation.js';
import { buildPlan } from './build-plan.js';
import { checkIdentity } from './check-identity.js';
import { fitHandOff } from './fit-hand-off.js';
import { fitSwitchCost } from './fit-switch-cost.js';
import { USUAL_NOISE } from './model-error.js';
import type { Machine } from './plan.js';
import { countSamples, refuseRun } from './refuse-run.js';
import { countReplicates, replicatePlan } from './replicates.js';
import type { Replay } from './replay.js';
import { findStrata } from './resample-plan.js';
import { simulate } from './simulate.js';
import { withoutProbe } from './without-probe.js';

export interface PrepareOptions {
  /** The same run and seed give the same bytes. */
  seed: number;
  /** Makespans of the same program run again, ns: how much it varies by itself. */
  repeats?: readonly number[];
}

/** All that what-ifs about a run have in common; to be done once. Nothing but the reasons is worked out where it is refused. */
export function prepareReplay(profile: Profile, machine: Machine, { seed, repeats = [] }: PrepareOptions): Replay {
  const recorded = fitHandOff(profile, fitSwitchCost(profile, buildPlan(profile, machine), seed), seed);
  const identity = checkIdentity(profile, recorded.plan, recorded.base);
  const plan = withoutProbe(recorded.plan, profile);
  const base = simulate(plan, { seed });
  const samples = countSamples(profile);
  const refusal = refuseRun(profile, identity, samples, repeats);
  const strata = refusal === null ? findStrata(plan) : { tasks: [], ops: [] };
  const replay: Replay = {
    plan,
    seed,
    base,
    identity,
    strata,
    replicateNs: [],
    samples,
    repeatNoise: repeats.length > 1 ? standardDeviation(repeats.map(Math.log)) : USUAL_NOISE,
    refusal,
  };
  if (refusal !== null) return replay;
  const count = countReplicates(base.events);
  const replicateNs = Array.from({ length: count }, (_, at) => {
    return simulate(replicatePlan(replay, at, count), { seed: seed + at + 1 }).makespanNs;
  });
  return { ...replay, replicateNs };
}
