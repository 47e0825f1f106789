import { type PlanTasks, Trigger } from '../plan.js';
import { bodyLengths, COST_COLUMNS } from './costs.js';
import { notApplicable, type RuleOf } from './edit-rule.js';
import { namePool } from './names.js';
import { findPool, noSuchPool } from './pools.js';
import { findWaves } from './waves.js';

/** What a row is about, as against when its turn is. */
const CONTENT_COLUMNS = ['agent', 'bodyBegin', 'bodyEnd', ...COST_COLUMNS] as const;

export const longestFirst: RuleOf<'longest-first'> = {
  apply(plan, { pool: id }) {
    const index = findPool(plan, id);
    if (index < 0) return noSuchPool(id);
    const { tasks } = plan;
    const lengths = bodyLengths(plan);
    const from = Int32Array.from({ length: tasks.count }, (_, row) => row);
    let moved = 0;
    for (const wave of joinWindows(tasks, findWaves(plan, index))) {
      const sorted = wave.toSorted((a, b) => (lengths[b] as number) - (lengths[a] as number) || a - b);
      wave.forEach((row, at) => {
        from[row] = sorted[at] as number;
        if (from[row] !== row) moved++;
      });
    }
    if (moved === 0) return notApplicable('No task is submitted together with a shorter one before it.');
    const changed: PlanTasks = { ...tasks };
    for (const column of CONTENT_COLUMNS) {
      const values = tasks[column];
      const permuted = values.slice();
      for (let row = 0; row < tasks.count; row++) permuted[row] = values[from[row] as number] as number;
      Object.assign(changed, { [column]: permuted });
    }
    return { ...plan, tasks: changed };
  },
  describe: ({ pool }, profile) => `the longest tasks of ${namePool(profile, pool)} submitted first`,
  assumptions: () => ['How long a task takes is known before it is submitted, at least roughly.'],
};

/** A loop that keeps so many tasks in flight works off a list that is there from the start: its waves are one. */
function joinWindows({ trigger, triggerArg }: PlanTasks, waves: number[][]): number[][] {
  const joined: number[][] = [];
  for (const wave of waves) {
    const before = joined.at(-1);
    const last = before?.at(-1);
    const first = wave[0] as number;
    const slides =
      last !== undefined &&
      trigger[first] === Trigger.AfterCount &&
      trigger[last] === Trigger.AfterCount &&
      (triggerArg[first] as number) - (triggerArg[last] as number) === 1;
    if (slides) before?.push(...wave);
    else joined.push([...wave]);
  }
  return joined;
}
