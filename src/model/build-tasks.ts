import { attributeQueued } from './attribute-queued.js';
import { countTasks } from './build-threads.js';
import { inferTasks } from './infer-tasks.js';
import type { MessageRows } from './message-rows.js';
import type { Pool, Site, TaskTable, Thread } from './profile.js';
import { buildTaskTable, type TaskRows } from './task-rows.js';

/** All tasks of the window: those the pools told of, and those that messages tell. */
export function buildTasks(
  rows: TaskRows,
  messages: MessageRows,
  threads: readonly Thread[],
  pools: readonly Pool[],
  sites: readonly Site[],
  window: { beginNs: number; endNs: number },
): TaskTable {
  inferTasks(threads, messages, rows);
  attributeQueued(rows, threads, sites);
  const tasks = buildTaskTable(rows, window);
  for (let row = 0; row < tasks.count; row++) {
    if (tasks.pool[row] === -1) tasks.pool[row] = threads[tasks.thread[row] as number]?.pool ?? -1;
  }
  countTasks(pools, tasks);
  return tasks;
}
