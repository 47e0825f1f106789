import type { MemoryHeap } from '../../trace/memory.js';
import { slopeWithInterval } from '../../statistics/slope.js';
import type { AllocationSite, HeapCurve } from './memory-profile.js';
import type { ThreadRecords } from './thread-records.js';

/** Part of the points that is warm-up: caches fill and code is compiled, which is growth that ends. */
const WARM_UP = 0.25;
/** With so many collections of everything, those of the young generation are left out: they leave garbage behind. */
const ENOUGH_MAJOR = 6;

/** What stayed on each thread's heap after collections. Threads without any are left out. */
export function buildHeaps(threads: readonly ThreadRecords[], allocations: readonly AllocationSite[]): HeapCurve[] {
  return threads.flatMap((records) => {
    const points = choosePoints(records.heaps);
    if (points.length === 0) return [];
    const { slope, interval } = slopeWithInterval(
      points.slice(Math.floor(points.length * WARM_UP)).map(({ atNs, liveBytes }) => [atNs / 1e9, liveBytes]),
    );
    const { threadId } = records.thread;
    return {
      thread: threadId,
      points,
      growthBytesPerSecond: slope,
      growthInterval: interval,
      topSite: findKeeper(allocations, threadId),
    };
  });
}

function choosePoints(heaps: readonly MemoryHeap[]): HeapCurve['points'] {
  const major = heaps.filter((heap) => heap.major);
  const firstNs = heaps.reduce((first, { atNs }) => Math.min(first, atNs), Infinity);
  return (major.length >= ENOUGH_MAJOR ? major : heaps)
    .map(({ atNs, progress, usedBytes, externalBytes }) => ({
      atNs: atNs - firstNs,
      progress,
      liveBytes: usedBytes + externalBytes,
    }))
    .sort((a, b) => a.atNs - b.atNs);
}

/** Where most of what is alive at the end was allocated. */
function findKeeper(allocations: readonly AllocationSite[], threadId: number): number {
  const own = allocations.filter(({ threads, liveBytes }) => threads.includes(threadId) && liveBytes > 0);
  return own.sort((a, b) => b.liveBytes - a.liveBytes)[0]?.site ?? -1;
}
