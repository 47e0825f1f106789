import type { Profile } from '../../model/profile.js';
import type { Edit, EditKind } from '../edit.js';
import type { Plan } from '../plan.js';

/** The edit would change nothing, or cannot be made; a sentence. */
export interface NotApplicable {
  notApplicable: string;
}

/** One kind of edit. */
export interface EditRule<E extends Edit> {
  /** The run with the change made. Never changes its argument; shares with it what stays the same. */
  apply(plan: Plan, edit: E): Plan | NotApplicable;
  /** What is changed, as a person would say it to another: "4 threads instead of 24 in the pool at main.ts:7". */
  describe(edit: E, profile: Profile): string;
  /** What must hold for the replay to be right; sentences. */
  assumptions(edit: E, plan: Plan): string[];
}

export type EditOf<K extends EditKind> = Extract<Edit, { kind: K }>;
export type RuleOf<K extends EditKind> = EditRule<EditOf<K>>;

export function notApplicable(reason: string): NotApplicable {
  return { notApplicable: reason };
}

export function isNotApplicable(result: object): result is NotApplicable {
  return 'notApplicable' in result;
}
