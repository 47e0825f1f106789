import { sayShare } from '../../detect/shared/wording.js';
import { mapRows } from './costs.js';
import { notApplicable, type RuleOf } from './edit-rule.js';
import { namePool } from './names.js';
import { findPool, noSuchPool, rowsOfPool } from './pools.js';

/** What the submitter computes before and after each task is computed by the worker, before and after its body. */
export const moveWorkToWorkers: RuleOf<'move-work-to-workers'> = {
  apply(plan, { pool: id, share }) {
    const index = findPool(plan, id);
    if (index < 0) return noSuchPool(id);
    const { tasks } = plan;
    const rows = rowsOfPool(plan, index);
    const moved = Math.min(1, Math.max(0, share));
    const before = (row: number): number => moved * (tasks.prepareCpuNs[row] as number);
    const after = (row: number): number => moved * (tasks.handleCpuNs[row] as number);
    if (rows.reduce((sum, row) => sum + before(row) + after(row), 0) === 0)
      return notApplicable('The submitting thread computes nothing for these tasks.');
    return {
      ...plan,
      tasks: {
        ...tasks,
        prepareCpuNs: mapRows(tasks.prepareCpuNs, rows, (ns, row) => ns - before(row)),
        deserialiseCpuNs: mapRows(tasks.deserialiseCpuNs, rows, (ns, row) => ns + before(row)),
        replyCpuNs: mapRows(tasks.replyCpuNs, rows, (ns, row) => ns + after(row)),
        handleCpuNs: mapRows(tasks.handleCpuNs, rows, (ns, row) => ns - after(row)),
      },
    };
  },
  describe: ({ pool, share }, profile) =>
    `${sayShare(share)} of what is computed around the tasks of ${namePool(profile, pool)} done in them`,
  assumptions: ({ share }) => [
    `${sayShare(share)} of what the submitting thread computes for a task needs nothing but the task, and costs the same in a worker.`,
    'Requests and replies get no larger.',
  ],
};
