import type { Profile, TaskTable } from '../../model/profile.js';

/** The tasks with an end for each: one that was not seen is put to the worker's next start, or the end of its life. */
export function endTasks({ tasks, threads }: Profile, tasksOf: readonly Int32Array[]): TaskTable {
  if (!tasks.endNs.some(Number.isNaN)) return tasks;
  const endNs = tasks.endNs.slice();
  for (const [thread, rows] of tasksOf.entries()) {
    let next = threads[thread]?.endNs ?? Number.NaN;
    for (let at = rows.length - 1; at >= 0; at--) {
      const row = rows[at] as number;
      if (Number.isNaN(endNs[row] as number)) endNs[row] = Math.max(next, tasks.startNs[row] as number);
      next = tasks.startNs[row] as number;
    }
  }
  return { ...tasks, endNs };
}
