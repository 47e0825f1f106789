import type { Edit } from '../predict/edit.js';
import type { Prediction, Refusal } from '../predict/prediction.js';
import { effortOf } from './effort.js';
import { keyOfEdit } from './key-of-edit.js';
import type { MadeChange } from './make-change.js';
import type { Proposal } from './proposal.js';
import type { Ranking, Recommendation } from './recommendation.js';

export interface Answered {
  proposal: Proposal;
  edit: Edit;
  prediction: Prediction | Refusal;
}

export interface Finish {
  /** What a change is called. */
  describe: (edit: Edit) => string;
  /** How it can be made. @param findingIndex -1 = it answers none */
  makeChange: (findingIndex: number, edit: Edit) => MadeChange;
}

export function toRecommendation(
  { proposal: { finding, findingIndex, site }, edit, prediction }: Answered,
  { describe, makeChange }: Finish,
): Recommendation {
  return {
    key: keyOfEdit(edit),
    finding,
    findingIndex,
    title: capitalise(describe(edit)),
    edit,
    effort: effortOf(edit.kind),
    site,
    ...makeChange(findingIndex, edit),
    prediction,
  };
}

/** Keys are typed by people, so each must be one of a kind: the second gets `-b`, the third `-c`. */
export function nameApart(ranking: Ranking): Ranking {
  const seen = new Map<string, number>();
  const all = [
    ...ranking.worthIt.map(({ recommendation }) => recommendation),
    ...ranking.notWorthIt.map(({ recommendation }) => recommendation),
    ...ranking.refused,
  ];
  for (const recommendation of all) {
    const nth = seen.get(recommendation.key) ?? 0;
    seen.set(recommendation.key, nth + 1);
    if (nth > 0) recommendation.key += `-${String.fromCharCode('a'.charCodeAt(0) + nth)}`;
  }
  return ranking;
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
