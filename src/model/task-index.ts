import { addSpan, type Intervals } from './intervals.js';
import type { TaskTable } from './profile.js';

/** Which task ran on a thread at a time. */
export interface TaskIndex {
  /** Row of the task; the one that started last where several overlap; -1 = none. */
  taskAt(thread: number, timeNs: number): number;
  /** Rows of a thread in order of start. */
  rowsOf(thread: number): Int32Array;
  /** When the thread was inside any task. */
  spansOf(thread: number): Intervals;
}

/** How many earlier tasks of a thread are looked at when tasks overlap: far above any sensible concurrency. */
const MOST_OVERLAP = 64;

export function indexTasks(tasks: TaskTable, threads: number): TaskIndex {
  const counts = new Int32Array(threads + 1);
  for (let row = 0; row < tasks.count; row++) (counts[(tasks.thread[row] as number) + 1] as number)++;
  for (let thread = 0; thread < threads; thread++) (counts[thread + 1] as number) += counts[thread] as number;
  const next = counts.slice();
  const rows = new Int32Array(tasks.count);
  for (let row = 0; row < tasks.count; row++) rows[(next[tasks.thread[row] as number] as number)++] = row;
  const rowsOf = (thread: number) => rows.subarray(counts[thread], counts[thread + 1]);

  return {
    rowsOf,
    taskAt(thread, timeNs) {
      const first = counts[thread] as number;
      let at = lastStarted(rows, tasks.startNs, first, counts[thread + 1] as number, timeNs);
      for (const stop = Math.max(first, at - MOST_OVERLAP); at >= stop; at--) {
        const row = rows[at] as number;
        // A task whose end was never seen runs on.
        if (!((tasks.endNs[row] as number) < timeNs)) return row;
        if (tasks.overlapped[row] === 0) return -1;
      }
      return -1;
    },
    spansOf(thread) {
      const spans: Intervals = { beginNs: [], endNs: [] };
      for (const row of rowsOf(thread)) {
        const end = tasks.endNs[row] as number;
        addSpan(spans, tasks.startNs[row] as number, Number.isNaN(end) ? Infinity : end);
      }
      return spans;
    },
  };
}

function lastStarted(rows: Int32Array, startNs: Float64Array, from: number, to: number, timeNs: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((startNs[rows[middle] as number] as number) <= timeNs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
