import type { MessageSite, Profile, Thread } from '../../model/profile.js';
import type { DetectContext } from '../context.js';
import { reliefNs } from './bottleneck.js';
import { clamp, knownOr0, ratioOr0 } from './numbers.js';
import { integrate } from './slices.js';

/** What messages of one line cost, ns of CPU, by side. */
export interface MessageCost {
  sendNs: number;
  receiveNs: number;
}

/**
 * From this size on a message is large. A message of a few hundred bytes costs about 10 µs to send and receive, and copying
 * adds some 6 ns a byte (256 KB take 1.6 ms): at 16 KB the bytes are nine tenths of the cost. Below,
 * sending fewer messages helps; above, sending less.
 */
export const LARGE_BYTES = 16 * 1024;

export function isLarge(found: MessageSite): boolean {
  return bytesEach(found) >= LARGE_BYTES;
}

/** Serialising at the sender, deserialising at the receiver. Where the latter was not measured, 0: a lower bound. */
export function cloneCost({
  serialiseNs,
  deserialiseNs,
}: Pick<MessageSite, 'serialiseNs' | 'deserialiseNs'>): MessageCost {
  return { sendNs: knownOr0(serialiseNs), receiveNs: knownOr0(deserialiseNs) };
}

/**
 * Makespan at stake, ns, if a line's messages cost this much less. Two bounds: with all cores busy the run shortens by what
 * the busiest resource has less to do; with none busy sender and receivers wait for each other, and it shortens by both
 * parts one after the other. In between, by as much of the difference as there was core time free.
 */
export function stakeOfMessages(
  profile: Profile,
  context: DetectContext,
  found: MessageSite,
  cost: MessageCost,
): number {
  const { activity, spanNs } = context;
  const senders = new Set(found.threads);
  const receivers = new Set(profile.threads.filter((thread) => receives(found, thread)).map(({ index }) => index));
  const cutOf = ({ index }: Thread): number =>
    (senders.has(index) ? cost.sendNs / senders.size : 0) +
    (receivers.has(index) ? cost.receiveNs / receivers.size : 0);
  const busyNs = reliefNs(profile, activity.cores, cutOf);
  const atOnce = (threads: Set<number>): number => Math.max(1, Math.min(threads.size, activity.cores));
  const inTurnNs = cost.sendNs / atOnce(senders) + cost.receiveNs / atOnce(receivers);
  const free = clamp(ratioOr0(integrate(activity.free, activity.slices), activity.cores * spanNs), 0, 1);
  return busyNs + Math.max(0, inTurnNs - busyNs) * free;
}

function receives({ direction, threads }: MessageSite, thread: Thread): boolean {
  if (direction === 'to-worker') return !thread.isMain;
  if (direction === 'to-parent') return thread.isMain;
  return !threads.includes(thread.index);
}

/** Mean size of those that were sized; 0 when none was. */
export function bytesEach({ bytes, bytesKnownFor }: MessageSite): number {
  return ratioOr0(bytes, bytesKnownFor);
}
