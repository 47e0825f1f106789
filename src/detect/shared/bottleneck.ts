import type { Profile, Thread } from '../../model/profile.js';
import { knownOr0, sumOf } from './numbers.js';

/**
 * Utilisation law: a run cannot end before its busiest resource has done its work. Resources are each thread (those of one
 * pool together, since work moves between them) and the cores. Returns by how much the busiest one's work shrinks, ns,
 * when each thread's is cut by so many ns of CPU.
 */
export function reliefNs(profile: Profile, cores: number, cutOf: (thread: Thread) => number): number {
  const groups = new Map<string, { before: number; after: number; size: number }>();
  let before = 0;
  let after = 0;
  for (const thread of profile.threads) {
    const busyNs = busyTimeNs(thread);
    const leftNs = Math.max(0, busyNs - knownOr0(cutOf(thread)));
    before += busyNs;
    after += leftNs;
    const key = isSharing(thread) ? `pool ${thread.pool}` : `thread ${thread.index}`;
    const group = groups.get(key) ?? { before: 0, after: 0, size: 0 };
    groups.set(key, { before: group.before + busyNs, after: group.after + leftNs, size: group.size + 1 });
  }
  const resources = [{ before, after, size: cores }, ...groups.values()];
  const longest = (side: 'before' | 'after'): number =>
    Math.max(0, ...resources.map((found) => found[side] / found.size));
  return longest('before') - longest('after');
}

/** CPU time; where the platform cannot tell, all time that is neither idle nor a known wait. */
export function busyTimeNs({ states }: Thread): number {
  return Number.isFinite(states.onCpuNs) ? states.onCpuNs : knownOr0(states.ioNs);
}

export function totalBusyNs(profile: Profile): number {
  return sumOf(profile.threads, busyTimeNs);
}

/** Threads of a pool library take whichever task is next; hand-made workers have work of their own. */
function isSharing({ isMain, origin, pool }: Thread): boolean {
  return !isMain && pool >= 0 && origin !== 'worker';
}
