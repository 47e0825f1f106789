import type { Make } from './list-makes.js';
import type { AllocationSite } from './memory-profile.js';
import { splitAllocations } from './split-allocations.js';
import type { FunctionSum, FunctionSums } from './sum-functions.js';

/** Sites kept; the rest allocates less than a tenth of a percent each. */
const MOST_SITES = 200;

/** Where memory was allocated, by place in the program where that is known, else by function; most bytes first. */
export function buildAllocations(functions: FunctionSums, makes: readonly Make[]): AllocationSite[] {
  const byFunction = new Map<string, Make[]>();
  for (const make of makes) {
    // What makes objects of a class counts where its constructor is called.
    if (make.what === 'constructor') continue;
    byFunction.set(make.functionKey, [...(byFunction.get(make.functionKey) ?? []), make]);
  }
  return [...functions]
    .flatMap(([key, sum]) => toSites(sum, byFunction.get(key) ?? []))
    .sort((a, b) => b.bytes - a.bytes || a.site - b.site)
    .slice(0, MOST_SITES);
}

function toSites(sum: FunctionSum, makes: readonly Make[]): AllocationSite[] {
  const whole: AllocationSite = {
    site: sum.site,
    bytes: Math.round(sum.bytes),
    samples: sum.samples,
    liveBytes: Math.round(sum.liveBytes),
    share: sum.share,
    threads: [...sum.threads].sort((a, b) => a - b),
    gcNs: [...sum.gcNsByThread.values()].reduce((all, ns) => all + ns, 0),
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
