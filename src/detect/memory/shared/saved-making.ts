import type { PatternCost, Walk } from '../../../model/memory/memory-profile.js';
import type { SavedTime } from '../../../model/memory/saved-time.js';
import type { Profile, ThreadIndex } from '../../../model/profile.js';
import { busyTimeNs } from '../../shared/bottleneck.js';
import { sumOf } from '../../shared/numbers.js';

/** What is saved where objects need not be made: as many as there were, at what was replayed; not more than a thread does besides the loops over them. */
export function savedMaking(profile: Profile, cost: PatternCost, walk: Walk, alike: readonly Walk[]): SavedTime {
  const { made } = walk;
  const inLoop = new Map<ThreadIndex, number>();
  for (const [thread, ns] of [walk, ...alike].flatMap(({ cpuNsByThread }) => cpuNsByThread)) {
    inLoop.set(thread, (inLoop.get(thread) ?? 0) + ns);
  }
  const at = (eachNs: number): [ThreadIndex, number][] =>
    profile.threads.flatMap((thread): [ThreadIndex, number][] => {
      const count = made?.countByThread.find(([threadId]) => threadId === thread.threadId)?.[1] ?? 0;
      const mostNs = Math.max(0, busyTimeNs(thread) - (inLoop.get(thread.index) ?? 0));
      return count > 0 ? [[thread.index, Math.max(0, Math.min(mostNs, count * eachNs))]] : [];
    });
  const total = (eachNs: number): number => sumOf(at(eachNs), ([, ns]) => ns);
  const eachNs = cost.nowNs - cost.proposedNs;
  return {
    byThread: at(eachNs),
    totalNs: total(eachNs),
    interval: [
      total(cost.nowInterval[0] - cost.proposedInterval[1]),
      total(cost.nowInterval[1] - cost.proposedInterval[0]),
    ],
    part: 1,
  };
}
