import type { Edit } from '../predict/edit.js';
import type { Prediction, Refusal } from '../predict/prediction.js';
import type { Finish } from './to-recommendation.js';

/** All that ranking asks of replays. */
export interface WhatIf {
  /** Makespan of a replay with these edits, without interval; null where they do not apply to this run. */
  makespanNs(edits: readonly Edit[]): number | null;
  predict(edits: readonly Edit[]): Prediction | Refusal;
  /** Why this run cannot tell what the edit does, though it can be replayed; null where it can. */
  refusalOf(edit: Edit): Refusal | null;
  /** Replays that may still be spent on looking around; predictions are not counted. */
  replaysLeft(): number;
}

export interface RecommendOptions extends Finish {
  whatIf: WhatIf;
  /** Makespan replayed with no change, ns. */
  baseNs: number;
}

export function isRefusal(answer: Prediction | Refusal): answer is Refusal {
  return 'reasons' in answer;
}
