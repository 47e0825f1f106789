import { contentCosts, fixedCosts, mapRows, receiveToSend } from './costs.js';
import { notApplicable, type RuleOf } from './edit-rule.js';
import { namePool } from './names.js';
import { findPool, noSuchPool, rowsOfPool } from './pools.js';

/** Below it, a message costs what a message costs, whatever is in it. */
const MIN_GAIN_NS = 1000;

export const shareInsteadOfClone: RuleOf<'share-instead-of-clone'> = {
  apply(plan, { pool: id }) {
    const index = findPool(plan, id);
    if (index < 0) return noSuchPool(id);
    const rows = rowsOfPool(plan, index);
    const { tasks } = plan;
    const fixed = fixedCosts(tasks, rows);
    const content = {
      cloneCpuNs: contentCosts(tasks.cloneCpuNs, rows),
      deserialiseCpuNs: contentCosts(tasks.deserialiseCpuNs, rows),
      replyCpuNs: contentCosts(tasks.replyCpuNs, rows),
    };
    const beyond = (column: keyof typeof content, row: number): number => content[column](row);
    const ratio = receiveToSend(tasks, rows);
    const savedNs = rows.reduce(
      (sum, row) => sum + beyond('cloneCpuNs', row) + beyond('deserialiseCpuNs', row) + beyond('replyCpuNs', row),
      0,
    );
    if (savedNs < MIN_GAIN_NS * rows.length)
      return notApplicable(
        'Its requests and replies are so small that copying them costs nothing that could be saved.',
      );
    return {
      ...plan,
      tasks: {
        ...tasks,
        cloneCpuNs: mapRows(tasks.cloneCpuNs, rows, (ns, row) => ns - beyond('cloneCpuNs', row)),
        deserialiseCpuNs: mapRows(tasks.deserialiseCpuNs, rows, (ns, row) => ns - beyond('deserialiseCpuNs', row)),
        replyCpuNs: mapRows(tasks.replyCpuNs, rows, (ns, row) => ns - beyond('replyCpuNs', row)),
        // The reply is taken apart before it is handled; only its sending is known by itself.
        handleCpuNs: mapRows(tasks.handleCpuNs, rows, (ns, row) =>
          Math.max(Math.min(ns, fixed.handleCpuNs), ns - ratio * beyond('replyCpuNs', row)),
        ),
      },
    };
  },
  describe: ({ pool }, profile) =>
    `requests and replies of ${namePool(profile, pool)} transferred or shared, not cloned`,
  assumptions: () => [
    'What is sent can be laid out in flat memory (typed arrays) and transferred, or lie in shared memory.',
    'Working on it there costs the tasks what working on their copy does.',
  ],
};
