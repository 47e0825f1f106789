import type { HoldRows, SpinRows, WaitRows } from './lock-rows.js';
import type { HoldTable, WaitTable } from './profile.js';
import type { TaskIndex } from './task-index.js';
import { WaitResult } from '../trace/records.js';

type Rows = ArrayLike<number> & { readonly length: number };

/** Blocked waits and spins of the given rows as one table, by begin. */
export function tabulateWaits(
  waits: WaitRows,
  waitRows: Rows,
  spins: SpinRows,
  spinRows: Rows,
  tasks: TaskIndex,
): WaitTable {
  const count = waitRows.length + spinRows.length;
  const table: WaitTable = {
    count,
    thread: new Int32Array(count),
    owner: new Int32Array(count),
    beginNs: new Float64Array(count),
    endNs: new Float64Array(count),
    site: new Int32Array(count),
    task: new Int32Array(count),
    timedOut: new Uint8Array(count),
  };
  let wait = 0;
  let spin = 0;
  for (let at = 0; at < count; at++) {
    const isWait = wait < waitRows.length && !(beginOf(spins, spinRows, spin) < beginOf(waits, waitRows, wait));
    const from = isWait ? waits : spins;
    const row = (isWait ? waitRows[wait++] : spinRows[spin++]) as number;
    const thread = from.thread.at(row);
    const begin = from.beginNs.at(row);
    table.thread[at] = thread;
    table.owner[at] = from.owner.at(row);
    table.beginNs[at] = begin;
    table.endNs[at] = from.endNs.at(row);
    table.site[at] = from.site.at(row);
    table.task[at] = tasks.taskAt(thread, begin);
    table.timedOut[at] = isWait && waits.result.at(row) === WaitResult.TimedOut ? 1 : 0;
  }
  return table;
}

function beginOf({ beginNs }: WaitRows | SpinRows, rows: Rows, at: number): number {
  return at < rows.length ? beginNs.at(rows[at] as number) : Infinity;
}

/** Completed holds of the given rows as a table. */
export function tabulateHolds(holds: HoldRows, rows: Rows, tasks: TaskIndex): HoldTable {
  let count = 0;
  for (let at = 0; at < rows.length; at++) if (!Number.isNaN(holds.endNs.at(rows[at] as number))) count++;
  const table: HoldTable = {
    count,
    thread: new Int32Array(count),
    beginNs: new Float64Array(count),
    endNs: new Float64Array(count),
    site: new Int32Array(count),
    task: new Int32Array(count),
  };
  let to = 0;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number;
    const end = holds.endNs.at(row);
    if (Number.isNaN(end)) continue;
    const thread = holds.thread.at(row);
    const begin = holds.beginNs.at(row);
    table.thread[to] = thread;
    table.beginNs[to] = begin;
    table.endNs[to] = end;
    table.site[to] = holds.site.at(row);
    table.task[to] = tasks.taskAt(thread, begin);
    to++;
  }
  return table;
}
