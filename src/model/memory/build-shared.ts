import type { Profile, ThreadIndex } from '../profile.js';
import type { SharedBuffer, SharedLine, Walk } from './memory-profile.js';
import type { MemorySites } from './memory-sites.js';
import { findSharedLines } from './shared-lines.js';
import { mapLines } from './shared-map.js';
import { collectTouches } from './shared-touches.js';
import type { ThreadRecords } from './thread-records.js';

/** Shared buffers by line, those with the most CPU time at stake first. Buffers of a single thread are left out. */
export function buildShared(
  threads: readonly ThreadRecords[],
  walks: readonly Walk[],
  profile: Profile,
  sites: MemorySites,
): SharedBuffer[] {
  return collectTouches(threads, sites)
    .filter(({ touches }) => new Set(touches.map(({ thread }) => thread)).size > 1)
    .map(({ name, bytes, touches }) => ({
      name,
      bytes,
      lines: findSharedLines(touches).map((line) => ({
        ...line,
        ...cpuOfUsers(line.users, walks, profile.threads),
        measured: null,
      })),
      map: mapLines(touches),
    }))
    .sort((a, b) => heaviest(b) - heaviest(a) || (a.name < b.name ? -1 : 1));
}

/**
 * CPU time of the loops that touch a line, by as much of what they do to the buffer as goes to it. A thread of the timing run
 * that the pass did not see is taken to do what the others do.
 */
function cpuOfUsers(
  users: SharedLine['users'],
  walks: readonly Walk[],
  threads: Profile['threads'],
): Pick<SharedLine, 'cpuShare' | 'cpuNsByThread'> {
  const own = walks.filter(({ site }) => users.some((user) => user.sites.includes(site)));
  const loops = new Map(own.map((walk) => [walk.loop, walk]));
  const meanPart = users.reduce((sum, { part }) => sum + part, 0) / users.length;
  const partOf = (thread: ThreadIndex): number =>
    users.find((user) => user.thread === threads[thread]?.threadId)?.part ?? meanPart;
  const ns = new Map<ThreadIndex, number>();
  let share = loops.size === 0 ? Number.NaN : 0;
  for (const { cpuNsByThread, cpuShare } of loops.values()) {
    const all = cpuNsByThread.reduce((sum, [, each]) => sum + each, 0);
    for (const [thread, each] of cpuNsByThread) {
      const part = each * partOf(thread);
      ns.set(thread, (ns.get(thread) ?? 0) + part);
      share += all > 0 ? (cpuShare * part) / all : 0;
    }
  }
  return { cpuShare: Math.min(1, share), cpuNsByThread: [...ns].sort(([a], [b]) => a - b) };
}

function heaviest({ lines }: SharedBuffer): number {
  return Math.max(0, ...lines.map(({ cpuShare }) => (Number.isFinite(cpuShare) ? cpuShare : 0)));
}
