import { fixedCosts, mapRows, receiveToSend } from './costs.js';
import { notApplicable, type RuleOf } from './edit-rule.js';
import { namePool } from './names.js';
import { findPool, noSuchPool, rowsOfPool, withPool } from './pools.js';

export const dropPool: RuleOf<'drop-pool'> = {
  apply(plan, { pool: id }) {
    const index = findPool(plan, id);
    if (index < 0) return noSuchPool(id);
    const rows = rowsOfPool(plan, index);
    if (rows.length === 0) return notApplicable('The pool ran no task.');
    const { tasks } = plan;
    const fixed = fixedCosts(tasks, rows);
    const ratio = receiveToSend(tasks, rows);
    const pinnedTo = tasks.pinnedTo.slice();
    for (const row of rows) pinnedTo[row] = tasks.submitter[row] as number;
    const none = (): number => 0;
    // No worker is started; what the tasks await overlaps, as their number at a time is no longer limited.
    const empty = withPool(plan, index, { minThreads: 0, maxThreads: 0, concurrentTasksPerWorker: rows.length });
    return {
      ...empty,
      tasks: {
        ...tasks,
        pinnedTo,
        prepareCpuNs: mapRows(tasks.prepareCpuNs, rows, (ns) => Math.max(0, ns - fixed.prepareCpuNs)),
        cloneCpuNs: mapRows(tasks.cloneCpuNs, rows, none),
        deserialiseCpuNs: mapRows(tasks.deserialiseCpuNs, rows, none),
        replyCpuNs: mapRows(tasks.replyCpuNs, rows, none),
        handleCpuNs: mapRows(tasks.handleCpuNs, rows, (ns, row) =>
          Math.max(0, ns - fixed.handleCpuNs - ratio * (tasks.replyCpuNs[row] as number)),
        ),
      },
    };
  },
  describe: ({ pool }, profile) => `tasks of ${namePool(profile, pool)} run on the thread that submits them`,
  assumptions: () => [
    'A task costs the same CPU time on the submitting thread as in a worker.',
    'Nothing else needs that thread to be free meanwhile.',
  ],
};
