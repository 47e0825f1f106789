/** What tasks cost, and what a change of all costs at once looks like. */
import { OpCode, type Plan, type PlanTasks } from '../plan.js';
import { rewriteBodies } from './bodies.js';
import { isWork } from './lock-sections.js';

/** CPU columns of a task's way to the worker and back. */
export const COST_COLUMNS = ['prepareCpuNs', 'cloneCpuNs', 'deserialiseCpuNs', 'replyCpuNs', 'handleCpuNs'] as const;
export type CostColumn = (typeof COST_COLUMNS)[number];

/**
 * What of a cost comes with every message and every call of a pool, however small, is at most this. Posting and receiving an empty
 * message costs 3-10 µs of CPU, a pool's own bookkeeping about as much again.
 */
const MAX_FIXED_NS = 30_000;

/**
 * What one more message costs each column, ns: the mean of these rows, as far as it does not come from what is in them. Not the
 * median: where the CPU of many messages was read at once, it was put to some of them.
 */
export function fixedCosts(tasks: PlanTasks, rows: readonly number[]): Record<CostColumn, number> {
  const fixed = (column: CostColumn): number => Math.min(MAX_FIXED_NS, meanCost(tasks[column], rows));
  return {
    prepareCpuNs: fixed('prepareCpuNs'),
    cloneCpuNs: fixed('cloneCpuNs'),
    deserialiseCpuNs: fixed('deserialiseCpuNs'),
    replyCpuNs: fixed('replyCpuNs'),
    handleCpuNs: fixed('handleCpuNs'),
  };
}

/** The part of a row's cost that comes from what is in its message, ns; nothing where messages cost no more than empty ones on average. */
export function contentCosts(column: Float64Array, rows: readonly number[]): (row: number) => number {
  if (meanCost(column, rows) <= MAX_FIXED_NS) return () => 0;
  return (row) => Math.max(0, (column[row] as number) - MAX_FIXED_NS);
}

function meanCost(column: Float64Array, rows: readonly number[]): number {
  return rows.reduce((sum, row) => sum + (column[row] as number), 0) / Math.max(1, rows.length);
}

/** CPU and I/O of each task's body, ns. */
export function bodyLengths({ tasks, ops }: Plan): Float64Array {
  const upTo = new Float64Array(ops.count + 1);
  for (let op = 0; op < ops.count; op++) {
    upTo[op + 1] = (upTo[op] as number) + (isWork(ops.code[op] as number) ? (ops.ns[op] as number) : 0);
  }
  return Float64Array.from(
    { length: tasks.count },
    (_, row) => (upTo[tasks.bodyEnd[row] as number] as number) - (upTo[tasks.bodyBegin[row] as number] as number),
  );
}

/** The plan with the computing in each body scaled. @param scaleOf a factor for the body [begin, end) */
export function scaleBodies(plan: Plan, scaleOf: (begin: number, end: number) => number): Plan {
  const { ops } = plan;
  return rewriteBodies(plan, (begin, end, out) => {
    const scale = scaleOf(begin, end);
    for (let op = begin; op < end; op++) {
      const code = ops.code[op] as number;
      out.add(code, ops.arg[op] as number, (ops.ns[op] as number) * (code === OpCode.Compute ? scale : 1));
    }
  });
}

/** A column changed in the rows given. */
export function mapRows(
  column: Float64Array,
  rows: readonly number[],
  change: (ns: number, row: number) => number,
): Float64Array {
  const changed = column.slice();
  for (const row of rows) changed[row] = change(column[row] as number, row);
  return changed;
}

/** Receiving a cloned object costs two to three times what sending it does, where the run itself does not tell. */
const RECEIVE_TO_SEND = 2.3;

/** What receiving costs of what sending does, from the requests of the rows: only the sending of replies is known by itself. */
export function receiveToSend({ cloneCpuNs, deserialiseCpuNs }: PlanTasks, rows: readonly number[]): number {
  let sentNs = 0;
  let receivedNs = 0;
  for (const row of rows) {
    sentNs += cloneCpuNs[row] as number;
    receivedNs += deserialiseCpuNs[row] as number;
  }
  return sentNs > 0 && receivedNs > 0 ? receivedNs / sentNs : RECEIVE_TO_SEND;
}
