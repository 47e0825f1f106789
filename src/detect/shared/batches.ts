import type { TaskTable } from '../../model/profile.js';

/** Tasks between two moments at which none was outstanding: what `await Promise.all(…)` makes of a round. */
export interface Batch {
  /** Rows in order of submission. */
  rows: number[];
  beginNs: number;
  endNs: number;
}

/** Rows whose times are all known, in order of submission. */
export function orderBySubmit(tasks: TaskTable, rows: Iterable<number>): number[] {
  const known: number[] = [];
  let ordered = true;
  let before = -Infinity;
  for (const row of rows) {
    const submitNs = tasks.submitNs[row] as number;
    if (!Number.isFinite(submitNs) || !Number.isFinite(tasks.startNs[row]) || !Number.isFinite(tasks.endNs[row]))
      continue;
    ordered &&= submitNs >= before;
    before = submitNs;
    known.push(row);
  }
  return ordered ? known : known.sort((a, b) => (tasks.submitNs[a] as number) - (tasks.submitNs[b] as number) || a - b);
}

/** When the submitter knew of the end; the end itself where that is not recorded. */
export function doneOrEndNs(tasks: TaskTable, row: number): number {
  const doneNs = tasks.doneNs[row] as number;
  return Number.isFinite(doneNs) ? doneNs : (tasks.endNs[row] as number);
}

export function cutBatches(tasks: TaskTable, rows: Iterable<number>): Batch[] {
  const batches: Batch[] = [];
  let current: Batch | undefined;
  for (const row of orderBySubmit(tasks, rows)) {
    const submitNs = tasks.submitNs[row] as number;
    if (current === undefined || submitNs >= current.endNs) {
      current = { rows: [], beginNs: submitNs, endNs: submitNs };
      batches.push(current);
    }
    current.rows.push(row);
    current.endNs = Math.max(current.endNs, doneOrEndNs(tasks, row));
  }
  return batches;
}
