import { parseStack } from '../parse-stack.js';
import type { Profile, SiteIndex } from '../profile.js';
import { functionKeyOf, type Make } from './list-makes.js';
import type { AllocationSite } from './memory-profile.js';
import type { MemorySites } from './memory-sites.js';
import { splitAllocations } from './split-allocations.js';
import type { ThreadRecords } from './thread-records.js';

/** Sites kept; the rest allocates less than a tenth of a percent each. */
const MOST_SITES = 200;

/** What one function allocates. */
interface Sum {
  site: SiteIndex;
  functionKey: string;
  bytes: number;
  samples: number;
  liveBytes: number;
  threads: Set<number>;
  gcNs: number;
}

/** Where memory was allocated, by place in the program where that is known, else by function; most bytes first. */
export function buildAllocations(
  threads: readonly ThreadRecords[],
  profile: Profile,
  sites: MemorySites,
  makes: readonly Make[],
): AllocationSite[] {
  const sums = new Map<SiteIndex, Sum>();
  let all = 0;
  for (const { thread, allocations } of threads) {
    if (allocations === undefined) continue;
    const total = allocations.stacks.reduce((sum, { bytes }) => sum + bytes, 0);
    const gcNs = gcOfThread(profile, thread.threadId);
    all += total;
    for (const { stack, bytes, samples, liveBytes } of allocations.stacks) {
      const place = placeOf(stack, sites);
      if (place === undefined) continue;
      const sum = sums.get(place.site) ?? emptySum(place);
      sums.set(place.site, sum);
      sum.bytes += bytes;
      sum.samples += samples;
      sum.liveBytes += liveBytes;
      sum.threads.add(thread.threadId);
      sum.gcNs += total > 0 ? (gcNs * bytes) / total : 0;
    }
  }
  const byFunction = new Map<string, Make[]>();
  for (const make of makes) {
    // What makes objects of a class counts where its constructor is called.
    if (make.what === 'constructor') continue;
    byFunction.set(make.functionKey, [...(byFunction.get(make.functionKey) ?? []), make]);
  }
  return [...sums.values()]
    .flatMap((sum) => toSites(sum, byFunction.get(sum.functionKey) ?? [], all))
    .sort((a, b) => b.bytes - a.bytes || a.site - b.site)
    .slice(0, MOST_SITES);
}

function toSites(sum: Sum, makes: readonly Make[], all: number): AllocationSite[] {
  const whole: AllocationSite = {
    site: sum.site,
    bytes: Math.round(sum.bytes),
    samples: sum.samples,
    liveBytes: Math.round(sum.liveBytes),
    share: all > 0 ? sum.bytes / all : 0,
    threads: [...sum.threads].sort((a, b) => a - b),
    gcNs: sum.gcNs,
    what: null,
    objectBytes: Number.NaN,
    countByThread: [],
    measured: null,
  };
  if (makes.length === 0) return [whole];
  return splitAllocations(sum.bytes, makes).map(({ make, share, heapBytes, count }) => ({
    ...whole,
    site: make.site,
    bytes: Math.round(whole.bytes * share),
    samples: Math.round(whole.samples * share),
    liveBytes: Math.round(whole.liveBytes * share),
    share: whole.share * share,
    gcNs: whole.gcNs * share,
    what: make.what === 'constructor' ? null : make.what,
    objectBytes: Number.isFinite(make.bytes) ? make.bytes : heapBytes,
    countByThread: make.countByThread.map(([thread, times]) => [thread, (times * count) / make.count]),
  }));
}

function emptySum({ site, functionKey }: Pick<Sum, 'site' | 'functionKey'>): Sum {
  return { site, functionKey, bytes: 0, samples: 0, liveBytes: 0, threads: new Set(), gcNs: 0 };
}

/** The innermost function of the program: what it calls allocates for it. Where none is on the stack, the innermost of a package. */
function placeOf(stack: readonly string[], sites: MemorySites): Pick<Sum, 'site' | 'functionKey'> | undefined {
  const frames = parseStack(stack.join('\n')).map((raw) => ({ raw, frame: sites.resolve(raw) }));
  const found =
    frames.find(({ frame }) => frame.owner === 'user') ?? frames.find(({ frame }) => frame.owner === 'dependency');
  if (found === undefined) return undefined;
  const { file, line, column } = found.raw;
  return { site: sites.at(found.raw), functionKey: functionKeyOf(file, line, column) };
}

/** Collecting in the timing run; where it had no thread of that number, the mean of its workers. */
function gcOfThread({ threads }: Profile, threadId: number): number {
  const own = threads.find((thread) => thread.threadId === threadId);
  if (own !== undefined) return own.gc.totalNs;
  const workers = threads.filter(({ isMain }) => !isMain);
  return workers.length === 0 ? 0 : workers.reduce((sum, { gc }) => sum + gc.totalNs, 0) / workers.length;
}
