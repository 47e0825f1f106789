import type { Profile } from '../../model/profile.js';

/** Messages from which a thread counts as one whose messages keep another busy. */
const MANY_MESSAGES = 100;

/** Threads that post many messages of their own, which somebody must handle. */
export function listSenders({ messageSites, threads }: Profile): number[] {
  const senders = new Set<number>();
  for (const { byPool, direction, count, threads: by } of messageSites) {
    if (byPool || direction === 'to-worker' || count < MANY_MESSAGES) continue;
    for (const thread of by) if (threads[thread]?.isMain === false) senders.add(thread);
  }
  return [...senders].sort((x, y) => x - y);
}
