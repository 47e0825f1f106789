import type { Plan, PlanPool } from '../plan.js';
import { notApplicable, type RuleOf } from './edit-rule.js';
import { namePool } from './names.js';
import { findPool, noSuchPool, rowsOfPool } from './pools.js';
import { type NewTask, regroupTasks } from './regroup-tasks.js';
import { findWaves } from './waves.js';

export const batchTasks: RuleOf<'batch-tasks'> = {
  apply(plan, { pool: id, size }) {
    const index = findPool(plan, id);
    if (index < 0) return noSuchPool(id);
    if (!(size >= 2)) return notApplicable('One task to a message is what is sent already.');
    const batches = findWaves(plan, index).flatMap((wave) => cutInto(wave, Math.floor(size)));
    if (batches.every((batch) => batch.length === 1))
      return notApplicable(
        'Its tasks are submitted one by one, each after the one before is done: none are there to batch.',
      );
    const first = new Map(batches.map((batch) => [batch[0], batch]));
    const batched = new Set(batches.flat());
    const drafts: NewTask[] = [];
    for (let row = 0; row < plan.tasks.count; row++) {
      const batch = first.get(row);
      if (batch !== undefined) drafts.push({ rows: batch, share: 1 });
      else if (!batched.has(row)) drafts.push({ rows: [row], share: 1 });
    }
    return warmUpByBatch(regroupTasks(plan, drafts, rowsOfPool(plan, index)), index, Math.floor(size));
  },
  describe: ({ pool, size }, profile) => `${size} tasks to a message in ${namePool(profile, pool)}`,
  assumptions: ({ size }) => [
    `${size} tasks at a time are there to be sent together, and their results may come together.`,
    'Within a batch tasks run one after the other.',
  ],
};

/** A worker's first batch is its first `size` tasks. */
function warmUpByBatch(plan: Plan, index: number, size: number): Plan {
  const pools = plan.pools.map((pool, at): PlanPool => {
    if (at !== index || pool.warmUpNs === undefined) return pool;
    const { warmUpNs } = pool;
    const batches = Math.ceil(warmUpNs.length / size);
    const sumOf = (batch: number): number =>
      warmUpNs.slice(batch * size, (batch + 1) * size).reduce((sum, ns) => sum + ns, 0);
    return { ...pool, warmUpNs: Array.from({ length: batches }, (_, batch) => sumOf(batch)) };
  });
  return { ...plan, pools };
}

function cutInto(wave: readonly number[], size: number): number[][] {
  return Array.from({ length: Math.ceil(wave.length / size) }, (_, at) => wave.slice(at * size, (at + 1) * size));
}
