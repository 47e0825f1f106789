import type { Walk } from '../../../model/memory/memory-profile.js';
import type { Profile, ThreadIndex } from '../../../model/profile.js';
import { busyTimeNs, totalBusyNs } from '../../shared/bottleneck.js';
import { ratioOr0, sumOf } from '../../shared/numbers.js';

/**
 * A megamorphic access is a call of V8's own, and samples in it count for the caller of the function, who may be anybody. So the loop
 * takes at least what its accesses cost as replayed; not more than its threads computed.
 */
export function withLookUps(profile: Profile, walk: Walk): Walk {
  const { accesses, isLowerBound } = walk;
  if (walk.measured === null || isLowerBound || !Number.isFinite(accesses)) return walk;
  const own = profile.threads.filter(({ threadId }) => walk.threads.includes(threadId));
  const eachNs = ratioOr0(accesses * walk.measured.nowNs, own.length);
  const sampled = new Map(walk.cpuNsByThread);
  const byThread = own.map((thread): [ThreadIndex, number] => [
    thread.index,
    Math.max(sampled.get(thread.index) ?? 0, Math.min(eachNs, busyTimeNs(thread))),
  ]);
  const others = walk.cpuNsByThread.filter(([thread]) => !own.some(({ index }) => index === thread));
  const cpuNsByThread = [...byThread, ...others];
  const share = ratioOr0(
    sumOf(cpuNsByThread, ([, ns]) => ns),
    totalBusyNs(profile),
  );
  return share > walk.cpuShare ? { ...walk, cpuNsByThread, cpuShare: Math.min(1, share) } : walk;
}
