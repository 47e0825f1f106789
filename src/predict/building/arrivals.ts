import type { TaskTable } from '../../model/profile.js';

/**
 * When a worker could begin to receive each request, ns, by position in `rows` (its tasks in order of start): it had come
 * in, and the task before was over. From then to the task's start the worker reads the request. Of a worker's first task,
 * and of tasks that overlap, that time cannot be told from others: then it is the start.
 *
 * @param wakeNs from a notify to the worker running
 */
export function findArrivals(
  { dispatchNs, cloneNs, startNs, endNs, overlapped }: TaskTable,
  rows: Int32Array,
  wakeNs: number,
): Float64Array {
  return Float64Array.from(rows, (row, at) => {
    const start = startNs[row] as number;
    const before = rows[at - 1];
    if (before === undefined || overlapped[row] === 1) return start;
    const free = endNs[before] as number;
    const sent = (dispatchNs[row] as number) + ((cloneNs[row] as number) || 0) + wakeNs;
    const arrival = Number.isNaN(sent) ? start : Math.max(free, sent);
    return arrival < start ? arrival : start;
  });
}
