import type { Profile } from '../../model/profile.js';
import type { Edit, EditKind } from '../edit.js';
import type { Plan } from '../plan.js';
import { type EditRule, isNotApplicable, type NotApplicable } from './edit-rule.js';
import { rules } from './registry.js';
import { scaleHelpers } from './scale-helpers.js';

export { isNotApplicable, type NotApplicable };

/**
 * The run with all the changes made, in the order given but for work that moves to workers: that comes last. They are replayed
 * together: what one saves another may not save again.
 *
 * @returns why not, where one of them would change nothing or cannot be made; `plan` is never changed
 */
export function applyEdits(plan: Plan, edits: readonly Edit[]): Plan | NotApplicable {
  let edited = plan;
  for (const edit of lastMoveWork(edits)) {
    const result = ruleOf(edit).apply(edited, edit);
    if (isNotApplicable(result)) return result;
    edited = result;
  }
  return scaleHelpers(plan, edited);
}

/**
 * Work moved into a task is paid where its messages are sent and received. Whatever makes messages cheaper or fewer must have
 * done so before, or it would take that work away with them.
 */
function lastMoveWork(edits: readonly Edit[]): Edit[] {
  const isMove = ({ kind }: Edit): boolean => kind === 'move-work-to-workers';
  return [...edits.filter((edit) => !isMove(edit)), ...edits.filter(isMove)];
}

/** What the edit changes, in words that can begin a title or stand in the middle of a sentence. */
export function describeEdit(edit: Edit, profile: Profile): string {
  return ruleOf(edit).describe(edit, profile);
}

/** What must hold for the edit's prediction to come true; sentences. */
export function assumptionsOf(edit: Edit, plan: Plan): string[] {
  return ruleOf(edit).assumptions(edit, plan);
}

/** The table is exhaustive, and each rule takes the edits of its own kind. */
function ruleOf(edit: Edit): EditRule<Edit> {
  return rules[edit.kind as EditKind] as EditRule<Edit>;
}
