import { parseStack } from '../parse-stack.js';
import type { Profile, SiteIndex } from '../profile.js';
import type { AllocationSite } from './memory-profile.js';
import type { MemorySites } from './memory-sites.js';
import type { ThreadRecords } from './thread-records.js';

/** Sites kept; the rest allocates less than a tenth of a percent each. */
const MOST_SITES = 200;

interface Sum {
  site: SiteIndex;
  bytes: number;
  samples: number;
  liveBytes: number;
  threads: Set<number>;
  gcNs: number;
  /** Bytes of those whose size is known, and how many objects these are. */
  sizedBytes: number;
  objects: number;
}

/** Where memory was allocated, by line of the program; most bytes first. */
export function buildAllocations(
  threads: readonly ThreadRecords[],
  profile: Profile,
  sites: MemorySites,
): AllocationSite[] {
  const sums = new Map<SiteIndex, Sum>();
  let all = 0;
  for (const { thread, allocations } of threads) {
    if (allocations === undefined) continue;
    const total = allocations.stacks.reduce((sum, { bytes }) => sum + bytes, 0);
    const gcNs = gcOfThread(profile, thread.threadId);
    all += total;
    for (const { stack, bytes, samples, liveBytes, objectBytes } of allocations.stacks) {
      const site = placeOf(stack, sites);
      if (site < 0) continue;
      const sum = sums.get(site) ?? emptySum(site);
      sums.set(site, sum);
      sum.bytes += bytes;
      sum.samples += samples;
      sum.liveBytes += liveBytes;
      sum.threads.add(thread.threadId);
      sum.gcNs += total > 0 ? (gcNs * bytes) / total : 0;
      if (objectBytes === undefined || !(objectBytes > 0)) continue;
      sum.sizedBytes += bytes;
      sum.objects += bytes / objectBytes;
    }
  }
  return [...sums.values()]
    .sort((a, b) => b.bytes - a.bytes || a.site - b.site)
    .slice(0, MOST_SITES)
    .map(({ site, bytes, samples, liveBytes, threads: own, gcNs, sizedBytes, objects }) => ({
      site,
      bytes: Math.round(bytes),
      samples,
      liveBytes: Math.round(liveBytes),
      share: all > 0 ? bytes / all : 0,
      threads: [...own].sort((a, b) => a - b),
      gcNs,
      objectBytes: objects > 0 ? sizedBytes / objects : Number.NaN,
      measured: null,
    }));
}

function emptySum(site: SiteIndex): Sum {
  return { site, bytes: 0, samples: 0, liveBytes: 0, threads: new Set(), gcNs: 0, sizedBytes: 0, objects: 0 };
}

/** The innermost line of the program: what it calls allocates for it. Where none is on the stack, the innermost of a package. */
function placeOf(stack: readonly string[], sites: MemorySites): SiteIndex {
  const frames = parseStack(stack.join('\n')).map((raw) => ({ raw, frame: sites.resolve(raw) }));
  const found =
    frames.find(({ frame }) => frame.owner === 'user') ?? frames.find(({ frame }) => frame.owner === 'dependency');
  return found === undefined ? -1 : sites.at(found.raw);
}

/** Collecting in the timing run; where it had no thread of that number, the mean of its workers. */
function gcOfThread({ threads }: Profile, threadId: number): number {
  const own = threads.find((thread) => thread.threadId === threadId);
  if (own !== undefined) return own.gc.totalNs;
  const workers = threads.filter(({ isMain }) => !isMain);
  return workers.length === 0 ? 0 : workers.reduce((sum, { gc }) => sum + gc.totalNs, 0) / workers.length;
}
