import { Doubles, Ints, orderBy } from './growable.js';
import type { TaskTable } from './profile.js';

/** The columns of TaskTable while they grow. */
export interface TaskRows {
  count: number;
  source: Ints;
  pool: Ints;
  agent: Ints;
  thread: Ints;
  submitter: Ints;
  submitSite: Ints;
  submitNs: Doubles;
  dispatchNs: Doubles;
  startNs: Doubles;
  endNs: Doubles;
  doneNs: Doubles;
  cloneNs: Doubles;
  deserialiseNs: Doubles;
  requestBytes: Doubles;
  replyBytes: Doubles;
  failed: Ints;
}

export const TaskSource = { Pool: 0, Messages: 1 } as const;

const INT_COLUMNS = ['source', 'pool', 'agent', 'thread', 'submitter', 'submitSite', 'failed'] as const;
const TIME_COLUMNS = ['submitNs', 'dispatchNs', 'startNs', 'endNs', 'doneNs'] as const;
const MEASURED_COLUMNS = ['cloneNs', 'deserialiseNs', 'requestBytes', 'replyBytes'] as const;

export function createTaskRows(): TaskRows {
  return {
    count: 0,
    source: new Ints(),
    pool: new Ints(),
    agent: new Ints(),
    thread: new Ints(),
    submitter: new Ints(),
    submitSite: new Ints(),
    submitNs: new Doubles(),
    dispatchNs: new Doubles(),
    startNs: new Doubles(),
    endNs: new Doubles(),
    doneNs: new Doubles(),
    cloneNs: new Doubles(),
    deserialiseNs: new Doubles(),
    requestBytes: new Doubles(),
    replyBytes: new Doubles(),
    failed: new Ints(),
  };
}

/** A task of which nothing is known yet. Returns its row. */
export function addTask(rows: TaskRows, source: number): number {
  for (const name of INT_COLUMNS) rows[name].push(-1);
  for (const name of TIME_COLUMNS) rows[name].push(Number.NaN);
  for (const name of MEASURED_COLUMNS) rows[name].push(Number.NaN);
  rows.source.set(rows.count, source);
  rows.failed.set(rows.count, 0);
  return rows.count++;
}

/** The tasks that started in the window, in order of start. Lock waits and CPU time are filled in by others. */
export function buildTaskTable(rows: TaskRows, window: { beginNs: number; endNs: number }): TaskTable {
  const starts = rows.startNs.view();
  const kept = rows.startNs
    .view()
    .reduce((count, start) => count + (start >= window.beginNs && start <= window.endNs ? 1 : 0), 0);
  const order = orderBy(Float64Array.from(starts, (start) => (Number.isNaN(start) ? Infinity : start))).filter(
    (row) => {
      const start = starts[row] as number;
      return start >= window.beginNs && start <= window.endNs;
    },
  );
  const doubles = (column: Doubles) => Float64Array.from(order, (row) => column.at(row));
  const ints = (column: Ints) => Int32Array.from(order, (row) => column.at(row));
  const table: TaskTable = {
    count: kept,
    source: Uint8Array.from(order, (row) => rows.source.at(row)),
    pool: ints(rows.pool),
    agent: ints(rows.agent),
    thread: ints(rows.thread),
    submitter: ints(rows.submitter),
    submitSite: ints(rows.submitSite),
    submitNs: doubles(rows.submitNs),
    dispatchNs: doubles(rows.dispatchNs),
    startNs: doubles(rows.startNs),
    endNs: doubles(rows.endNs),
    doneNs: doubles(rows.doneNs),
    cloneNs: doubles(rows.cloneNs),
    deserialiseNs: doubles(rows.deserialiseNs),
    requestBytes: doubles(rows.requestBytes),
    replyBytes: doubles(rows.replyBytes),
    lockWaitNs: new Float64Array(kept),
    cpuNs: new Float64Array(kept).fill(Number.NaN),
    failed: Uint8Array.from(order, (row) => rows.failed.at(row)),
    overlapped: new Uint8Array(kept),
  };
  markOverlaps(table);
  return table;
}

function markOverlaps({ count, thread, startNs, endNs, overlapped }: TaskTable): void {
  const latest = new Map<number, number>();
  for (let row = 0; row < count; row++) {
    const on = thread[row] as number;
    const other = latest.get(on);
    if (other !== undefined && (startNs[row] as number) < (endNs[other] as number)) {
      overlapped[row] = 1;
      overlapped[other] = 1;
    }
    if (other === undefined || !((endNs[row] as number) < (endNs[other] as number))) latest.set(on, row);
  }
}
