import type { Extrapolation, IdentityCheck, PolicyResult, Refusal } from '../predict/prediction.js';
import type { Ranking } from './recommendation.js';

/** All that is predicted for a run. */
export interface Predicted {
  /** Null where the run could not be put into a model at all. */
  identity: IdentityCheck | null;
  /** Why nothing is predicted; null where something is. */
  refusal: Refusal | null;
  ranking: Ranking;
  /** One for each pool it was searched for. */
  policies: PolicyResult[];
  extrapolation: Extrapolation | null;
}
