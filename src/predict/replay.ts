import type { IdentityCheck, Refusal, SimulatedRun } from './prediction.js';
import type { Plan } from './plan.js';
import type { Strata } from './resample-plan.js';

/** A run ready for what-ifs: the plan, what replaying it as it is gave, and all that intervals need. */
export interface Replay {
  plan: Plan;
  seed: number;
  /** Replayed with no change. */
  base: SimulatedRun;
  identity: IdentityCheck;
  strata: Strata;
  /** Makespan of each bootstrap replicate with no change, ns. The same replicate of an edited run is its partner. */
  replicateNs: number[];
  /** Tasks, or lock holds, or messages where there are neither. */
  samples: number;
  /** Standard deviation of the logarithm of a re-run's makespan. */
  repeatNoise: number;
  /** Why nothing is predicted from this run; null where it may be. */
  refusal: Refusal | null;
}
