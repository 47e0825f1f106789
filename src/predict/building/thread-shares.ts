import type { MessageSite, Profile } from '../../model/profile.js';
import type { Machine, PlanThread } from '../plan.js';
import { RECEIVE_TO_SEND } from './plan-tasks.js';

/** Sites with fewer messages than so many times the tasks send requests and replies: those are in the tasks' own costs. */
const BEYOND_TASKS = 2;

/** For each thread, the shares of its CPU time that edits may take away: garbage collection, messages that belong to no task. */
export function measureShares(profile: Profile, machine: Machine): Pick<PlanThread, 'gcShare' | 'messageShare'>[] {
  const messageNs = measureMessages(profile, machine);
  return profile.threads.map(({ gc, states }, thread) => {
    const shareOf = (ns: number): number => (states.onCpuNs > 0 ? Math.min(1, ns / states.onCpuNs) : 0);
    const [gcShare, messageShare] = [shareOf(gc.totalNs), shareOf(messageNs[thread] as number)];
    return { ...(gcShare > 0 && { gcShare }), ...(messageShare > 0 && { messageShare }) };
  });
}

/**
 * CPU for posting and receiving, by thread, ns. What handlers do with a message is not part of it: that remains in a batch. But
 * calling a handler is, and of one that does little that is most of its time.
 */
function measureMessages(profile: Profile, { messageReceiveNs = 0 }: Machine): Float64Array {
  const { messageSites, tasks, threads } = profile;
  const ns = new Float64Array(threads.length);
  const handledNs = new Float64Array(threads.length);
  const add = (column: Float64Array, thread: number, value: number): void => {
    if (thread in column && value > 0) column[thread] = (column[thread] as number) + value;
  };
  for (const site of messageSites) {
    if (site.byPool || site.count <= BEYOND_TASKS * tasks.count) continue;
    for (const sender of site.threads) {
      const part = 1 / site.threads.length;
      const receiver = receiverOf(profile, site, sender);
      const receivingNs = Number.isNaN(site.deserialiseNs) ? site.serialiseNs * RECEIVE_TO_SEND : site.deserialiseNs;
      add(ns, sender, part * site.serialiseNs);
      add(handledNs, receiver, part * (site.handleNs - messageReceiveNs * site.count));
      add(ns, receiver, part * Math.max(receivingNs, messageReceiveNs * site.count));
    }
  }
  // Where receiving was not measured, it is at most what the thread did besides handling.
  return ns.map((value, thread) =>
    Math.max(0, Math.min(value, (threads[thread]?.states.onCpuNs ?? 0) - (handledNs[thread] as number))),
  );
}

/** Workers report to whoever started them, through whatever port; to which of its workers a thread posts is not known. */
function receiverOf({ threads }: Profile, { direction }: MessageSite, sender: number): number {
  return direction === 'to-worker' ? -1 : (threads[sender]?.parent ?? -1);
}
