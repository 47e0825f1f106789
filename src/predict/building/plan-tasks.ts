import type { Profile } from '../../model/profile.js';
import { Trigger, type PlanTasks } from '../plan.js';
import { isByHand, type PlanContext } from './plan-context.js';
import type { ThreadTime } from './thread-time.js';

/** The tasks in the given order, with what the records say of each directly. */
export function createPlanTasks({ tasks, pools, threads }: Profile, order: Int32Array): PlanTasks {
  const known = (column: Float64Array): Float64Array =>
    Float64Array.from(order, (row) => (Number.isNaN(column[row] as number) ? 0 : (column[row] as number)));
  const { count } = tasks;
  const isPinned = pools.map(isByHand);
  return {
    count,
    pool: Int32Array.from(order, (row) => tasks.pool[row] as number),
    submitter: Int32Array.from(order, (row) =>
      threads[tasks.submitter[row] as number] === undefined ? 0 : (tasks.submitter[row] as number),
    ),
    agent: Int32Array.from(order, (row) => tasks.agent[row] as number),
    pinnedTo: Int32Array.from(order, (row) =>
      isPinned[tasks.pool[row] as number] === false ? -1 : (tasks.thread[row] as number),
    ),
    trigger: new Uint8Array(count).fill(Trigger.AfterCount),
    triggerArg: new Int32Array(count),
    delayNs: new Float64Array(count),
    prepareCpuNs: new Float64Array(count),
    cloneCpuNs: new Float64Array(count),
    deserialiseCpuNs: known(tasks.deserialiseNs),
    bodyBegin: new Int32Array(count),
    bodyEnd: new Int32Array(count),
    replyCpuNs: new Float64Array(count),
    handleCpuNs: new Float64Array(count),
  };
}

/**
 * What a worker pays between two tasks: for the reply of the one and the request of the other.
 */
export function fillWorkerCosts(
  { profile: { tasks }, tasksOf, arrivals, times }: PlanContext,
  planRow: Int32Array,
  plan: PlanTasks,
): void {
  for (const [thread, rows] of tasksOf.entries()) {
    const time = times[thread] as ThreadTime;
    for (let at = 1; at < rows.length; at++) {
      const before = planRow[rows[at - 1] as number] as number;
      const after = planRow[rows[at] as number] as number;
      const from = tasks.endNs[rows[at - 1] as number] as number;
      const to = tasks.startNs[rows[at] as number] as number;
      if (!(to > from)) continue;
      const arrival = (arrivals[thread] as Float64Array)[at] as number;
      const usedNs = Math.max(0, time.cpuAt(to) - time.cpuAt(from));
      const receivingNs = Math.max(0, time.cpuAt(to) - time.cpuAt(arrival));
      const row = rows[at] as number;
      const measuredNs = tasks.deserialiseNs[row] as number;
      let requestNs = Math.min(receivingNs, measuredNs);
      if (Number.isNaN(measuredNs)) {
        const share = shareOfRequest(tasks.replyBytes[rows[at - 1] as number], tasks.requestBytes[row]);
        // Both were in the same stretch when the request was there before the last task was over.
        requestNs = arrival > from ? receivingNs : usedNs * share;
      }
      plan.replyCpuNs[before] = usedNs - requestNs;
      // Reading much makes garbage, and the thread waits for it to be collected: that goes when the reading does.
      const isLarge = (tasks.requestBytes[row] as number) >= LARGE_BYTES;
      plan.deserialiseCpuNs[after] = requestNs + (isLarge ? stallBetween(time, arrival, to) : 0);
    }
  }
}

/** Neither on a core nor waiting for one while receiving a request, ns. */
function stallBetween(time: ThreadTime, arrivalNs: number, startNs: number): number {
  return Math.max(0, time.ioAt(startNs) - time.ioAt(arrivalNs));
}

/** Requests of this size are what a worker is busy with before its task starts. */
const LARGE_BYTES = 100_000;

/** Receiving a message costs a worker two to three times what sending one of its size does (measured, both by their bytes). */
export const RECEIVE_TO_SEND = 2.3;

/** Of what a worker pays between two tasks where neither part was measured: the share of the request, by the sizes of both. */
function shareOfRequest(replyBytes: number | undefined, requestBytes: number | undefined): number {
  const receive = (requestBytes || 0) * RECEIVE_TO_SEND;
  const send = replyBytes || 0;
  return receive > 0 ? receive / (receive + send) : 0;
}
