import { OpCode, type Plan } from '../plan.js';
import { bodyLengths } from './costs.js';
import { notApplicable, type RuleOf } from './edit-rule.js';
import { namePool } from './names.js';
import { findPool, noSuchPool, rowsOfPool } from './pools.js';
import { type NewTask, regroupTasks } from './regroup-tasks.js';
import { findWaves } from './waves.js';

/** Longer than so many times the mean of those it was submitted with: more than its fair share. */
const UNFAIR = 1.5;

export const splitTasks: RuleOf<'split-tasks'> = {
  apply(plan, { pool: id, parts }) {
    const index = findPool(plan, id);
    if (index < 0) return noSuchPool(id);
    const count = Math.floor(parts);
    if (!(count >= 2)) return notApplicable('One part is the task as it is.');
    const lengths = bodyLengths(plan);
    const long = new Set(findWaves(plan, index).flatMap((wave) => longOnes(wave, lengths)));
    if (long.size === 0) return notApplicable('No task is longer than its fair share of those submitted with it.');
    if ([...long].some((row) => dependsOnOthers(plan, row)))
      return notApplicable(
        'Its long tasks wait for other threads or submit others: equal parts of them are not known.',
      );
    const drafts: NewTask[] = [];
    for (let row = 0; row < plan.tasks.count; row++) {
      const pieces = long.has(row) ? count : 1;
      for (let part = 0; part < pieces; part++) drafts.push({ rows: [row], share: 1 / pieces });
    }
    return regroupTasks(plan, drafts, rowsOfPool(plan, index));
  },
  describe: ({ pool, parts }, profile) => `long tasks of ${namePool(profile, pool)} split into ${parts}`,
  assumptions: ({ parts }) => [
    `Tasks of more than ${UNFAIR} times the mean of those submitted with them can be done in ${parts} equal parts, which do not depend on each other.`,
    'Putting the parts together costs nothing worth counting.',
  ],
};

function longOnes(wave: readonly number[], lengths: Float64Array): number[] {
  const meanNs = wave.reduce((sum, row) => sum + (lengths[row] as number), 0) / wave.length;
  return wave.filter((row) => (lengths[row] as number) > UNFAIR * meanNs);
}

function dependsOnOthers({ tasks, ops }: Plan, row: number): boolean {
  for (let op = tasks.bodyBegin[row] as number; op < (tasks.bodyEnd[row] as number); op++) {
    if ((ops.code[op] as number) > OpCode.Signal) return true;
  }
  return false;
}
