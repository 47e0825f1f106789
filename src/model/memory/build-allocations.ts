import type { ThreadIndex } from '../profile.js';
import { countDoubles } from './count-doubles.js';
import type { Make } from './list-makes.js';
import type { AllocationSite, Walk } from './memory-profile.js';
import { BOX_BYTES, splitAllocations, textBytes } from './split-allocations.js';
import type { FunctionSum, FunctionSums } from './sum-functions.js';

/** Sites kept; the rest allocates less than a tenth of a percent each. */
const MOST_SITES = 200;
/**
 * V8's sampling, scaled to the whole pass, is off by less. What a function allocates beyond this many times what its text tells of is made
 * elsewhere; where it is less than such a part of it, the optimiser did without objects.
 */
const MOST_OFF = 2;

/** Where memory was allocated, by place in the program where that is known, else by function; most bytes first. */
export function buildAllocations(
  functions: FunctionSums,
  makes: readonly Make[],
  walks: readonly Walk[],
): AllocationSite[] {
  const byFunction = new Map<string, Make[]>();
  for (const make of makes) {
    // What makes objects of a class counts where its constructor is called.
    if (make.what === 'constructor') continue;
    byFunction.set(make.functionKey, [...(byFunction.get(make.functionKey) ?? []), make]);
  }
  const made = new Map<Make, AllocationSite>();
  const whole: AllocationSite[] = [];
  for (const [key, sum] of functions) {
    if (sum.bytes === 0) continue;
    const own = byFunction.get(key) ?? [];
    const drawnIn = [...sum.callees].flatMap((callee) => byFunction.get(callee) ?? []);
    const ownBytes = Math.min(sum.bytes, MOST_OFF * mostBytes(own));
    // Strings, for instance: no text tells where they are made.
    if (drawnIn.length === 0 && own.length > 0 && ownBytes < sum.bytes)
      whole.push(siteOf(sum, 1 - ownBytes / sum.bytes));
    if (own.length === 0 && drawnIn.length === 0) whole.push(siteOf(sum, 1));
    else
      for (const [bytes, group] of [
        [ownBytes, own],
        [sum.bytes - ownBytes, drawnIn],
      ] as const) {
        if (bytes <= 0 || group.length === 0) continue;
        for (const { make, share } of splitAllocations(bytes, group)) {
          const part = siteOf(sum, (share * bytes) / sum.bytes);
          const known = made.get(make);
          made.set(make, known === undefined ? part : addSites(known, part));
        }
      }
  }
  return [...whole, ...[...made].map(([make, site]) => describeMade(make, site, walks))]
    .sort((a, b) => b.bytes - a.bytes || a.site - b.site)
    .slice(0, MOST_SITES)
    .map((site) => ({
      ...site,
      bytes: Math.round(site.bytes),
      samples: Math.round(site.samples),
      liveBytes: Math.round(site.liveBytes),
      keptBytes: Math.round(site.keptBytes),
    }));
}

/** As far as the text tells; where it does not, there is no bound. */
function mostBytes(makes: readonly Make[]): number {
  const bytes = makes.reduce((sum, make) => sum + make.count * (textBytes(make) + BOX_BYTES * make.keys.length), 0);
  return Number.isNaN(bytes) ? Number.POSITIVE_INFINITY : bytes;
}

function siteOf(sum: FunctionSum, part: number): AllocationSite {
  const gcNsByThread = [...sum.gcNsByThread].map(([thread, ns]): [ThreadIndex, number] => [thread, ns * part]);
  return {
    site: sum.site,
    bytes: sum.bytes * part,
    samples: sum.samples * part,
    liveBytes: sum.liveBytes * part,
    keptBytes: sum.keptBytes * part,
    share: sum.share * part,
    threads: [...sum.threads].sort((a, b) => a - b),
    gcNs: gcNsByThread.reduce((all, [, ns]) => all + ns, 0),
    gcNsByThread,
    what: null,
    objectBytes: Number.NaN,
    countByThread: [],
    doubles: 0,
    measured: null,
  };
}

/** What one place makes where the compiler left its function, and where it drew it into others. */
function addSites(a: AllocationSite, b: AllocationSite): AllocationSite {
  const gc = new Map(a.gcNsByThread);
  for (const [thread, ns] of b.gcNsByThread) gc.set(thread, (gc.get(thread) ?? 0) + ns);
  return {
    ...a,
    bytes: a.bytes + b.bytes,
    samples: a.samples + b.samples,
    liveBytes: a.liveBytes + b.liveBytes,
    keptBytes: a.keptBytes + b.keptBytes,
    share: a.share + b.share,
    threads: [...new Set([...a.threads, ...b.threads])].sort((x, y) => x - y),
    gcNs: a.gcNs + b.gcNs,
    gcNsByThread: [...gc],
  };
}

function describeMade(make: Make, site: AllocationSite, walks: readonly Walk[]): AllocationSite {
  const { what, count, countByThread, keys } = make;
  const doubles = countDoubles(keys, walks);
  const told = textBytes(make) + BOX_BYTES * doubles;
  const isTold = Number.isFinite(told);
  const allocated = isTold && site.bytes * MOST_OFF < count * told ? site.bytes / (count * told) : 1;
  return {
    ...site,
    site: make.site,
    what: what === 'constructor' ? null : what,
    // More of a typed array than its heads is often not on the heap.
    objectBytes: isTold ? make.bytes + BOX_BYTES * doubles : site.bytes / count,
    countByThread: countByThread.map(([thread, times]) => [thread, times * allocated]),
    doubles,
  };
}
