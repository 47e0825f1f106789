import type { MemoryData } from '../../trace/memory.js';
import type { ThreadIndex } from '../profile.js';
import type { DuplicateData, Walk } from './memory-profile.js';
import type { MemorySites } from './memory-sites.js';
import { placeSite } from './shared-touches.js';
import type { ThreadRecords } from './thread-records.js';

/** Mostly writing: a loop that fills an array, not one that works in it. */
const FILLS = 0.5;

/** Equal content in several threads' own memory; largest waste first. */
export function buildDuplicates(
  threads: readonly ThreadRecords[],
  walks: readonly Walk[],
  sites: MemorySites,
): DuplicateData[] {
  const groups = new Map<string, { records: ThreadRecords; data: MemoryData }[]>();
  for (const records of threads) {
    for (const data of latest(records.data)) {
      if (data.shared) continue;
      const key = `${data.container} ${data.bytes} ${data.hash}`;
      groups.set(key, [...(groups.get(key) ?? []), { records, data }]);
    }
  }
  return [...groups.values()]
    .flatMap((copies) => {
      const own = [...new Set(copies.map(({ records }) => records.thread.threadId))].sort((a, b) => a - b);
      const [first] = copies;
      if (own.length < 2 || first === undefined) return [];
      const { container, bytes } = first.data;
      return {
        site: placeSite(first.records, first.data.site, sites),
        container,
        bytes,
        copies: own.length,
        threads: own,
        ...findFilling({ walks, sites }, container, bytes, own),
        written: copies.some(({ data }) => data.written) || isFilledAgain(walks, container, bytes),
        measured: null,
      };
    })
    .sort((a, b) => b.bytes * (b.copies - 1) - a.bytes * (a.copies - 1) || a.site - b.site);
}

/** The last that was said of each container of a site: its content as it is now. */
function latest(data: readonly MemoryData[]): MemoryData[] {
  return [...new Map(data.map((one) => [`${one.site} ${one.container} ${one.bytes} ${one.hash}`, one])).values()];
}

/** Written this many times over by each thread, it is no data that is filled once, but what each works out anew. */
const MOST_FILLINGS = 4;

function isFilledAgain(walks: readonly Walk[], container: string, bytes: number): boolean {
  return walks.some(
    (walk) =>
      isFilling(walk, container, bytes) &&
      walk.accesses > MOST_FILLINGS * walk.length * Math.max(1, walk.threads.length),
  );
}

function isFilling(walk: Walk, container: string, bytes: number): boolean {
  return walk.writeShare > FILLS && walk.container === container && walk.length * walk.elementBytes === bytes;
}

/** The loops by which these threads fill a container of this kind and size themselves. */
function findFilling(
  { walks, sites }: { walks: readonly Walk[]; sites: MemorySites },
  container: string,
  bytes: number,
  threads: readonly number[],
): Pick<DuplicateData, 'filledAt' | 'fillNsByThread'> {
  const filling = walks.filter(
    (walk) => isFilling(walk, container, bytes) && threads.every((thread) => walk.threads.includes(thread)),
  );
  // What goes into an element is often computed in loops of its own.
  const inside = walks.filter((walk) =>
    filling.some((outer) => walk.loop === outer.loop || isInside(walk, outer, sites)),
  );
  const loops = new Map(inside.map((walk) => [walk.loop, walk]));
  const ns = new Map<ThreadIndex, number>();
  for (const { cpuNsByThread } of loops.values()) {
    for (const [thread, each] of cpuNsByThread) ns.set(thread, (ns.get(thread) ?? 0) + each);
  }
  return { filledAt: filling[0]?.site ?? -1, fillNsByThread: [...ns].sort(([a], [b]) => a - b) };
}

function isInside(inner: Walk, outer: Walk, sites: MemorySites): boolean {
  const within = sites.frameOf(inner.loop);
  const around = sites.frameOf(outer.loop);
  return (
    within !== undefined &&
    within.file === around?.file &&
    within.functionName === around.functionName &&
    inner.depth > outer.depth &&
    within.line >= around.line &&
    inner.loopEndLine <= outer.loopEndLine
  );
}
