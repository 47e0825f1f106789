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
  const order = orderStarted(rows.startNs, window);
  const kept = order.length;
  const table: TaskTable = {
    count: kept,
    source: new Uint8Array(rows.source.gather(order)),
    pool: rows.pool.gather(order),
    agent: rows.agent.gather(order),
    thread: rows.thread.gather(order),
    submitter: rows.submitter.gather(order),
    submitSite: rows.submitSite.gather(order),
    submitNs: rows.submitNs.gather(order),
    dispatchNs: rows.dispatchNs.gather(order),
    startNs: rows.startNs.gather(order),
    endNs: rows.endNs.gather(order),
    doneNs: rows.doneNs.gather(order),
    cloneNs: rows.cloneNs.gather(order),
    deserialiseNs: rows.deserialiseNs.gather(order),
    requestBytes: rows.requestBytes.gather(order),
    replyBytes: rows.replyBytes.gather(order),
    lockWaitNs: new Float64Array(kept),
    cpuNs: new Float64Array(kept).fill(Number.NaN),
    failed: new Uint8Array(rows.failed.gather(order)),
    overlapped: new Uint8Array(kept),
  };
  markOverlaps(table);
  return table;
}

function orderStarted(startNs: Doubles, { beginNs, endNs }: { beginNs: number; endNs: number }): Int32Array {
  const within = new Int32Array(startNs.count);
  let count = 0;
  for (let row = 0; row < startNs.count; row++) {
    const start = startNs.at(row);
    if (start >= beginNs && start <= endNs) within[count++] = row;
  }
  const kept = within.subarray(0, count);
  return orderBy(startNs.gather(kept)).map((at) => kept[at] as number);
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
