import { notApplicable, type RuleOf } from './edit-rule.js';
import { namePool } from './names.js';
import { findPool, noSuchPool, withPool } from './pools.js';

export const concurrentTasks: RuleOf<'concurrent-tasks'> = {
  apply(plan, { pool: id, tasks }) {
    const index = findPool(plan, id);
    const pool = plan.pools[index];
    if (pool === undefined) return noSuchPool(id);
    if (!(tasks >= 1)) return notApplicable('A worker takes at least one task at a time.');
    if (pool.concurrentTasksPerWorker === tasks) return notApplicable(`Its workers take ${tasks} at a time already.`);
    return withPool(plan, index, { concurrentTasksPerWorker: tasks });
  },
  describe: ({ pool, tasks }, profile) => `${tasks} tasks at a time on each worker of ${namePool(profile, pool)}`,
  assumptions: () => [
    'Tasks on one worker overlap where they await; where they block or compute they still take turns.',
    'Whoever answers their I/O serves more requests at a time as fast as it served one.',
  ],
};
