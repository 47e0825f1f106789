import { orderBy, type Ints } from './growable.js';
import type { HoldsByThread } from './held-time.js';
import type { HotFunction, Lock, Thread } from './profile.js';
import type { SampledFunction, SampleLog } from './sample-log.js';
import type { SiteTable } from './sites.js';

/** One thread's samples in order of time. */
interface ThreadSamples {
  timeNs: Float64Array;
  self: Int32Array;
  user: Int32Array;
}

export interface SampleTables {
  hotFunctions: HotFunction[];
  /** Fills in what ran inside a lock's holds. */
  describeInside(holds: HoldsByThread): Pick<Lock, 'inside' | 'insideSamples'>;
}

/** Functions kept in a list: the rest is below anything worth showing. */
const MOST_FUNCTIONS = 200;
const MOST_INSIDE = 20;

/** Sums the samples by function and gives each thread its count. */
export function buildSamples(log: SampleLog, threads: readonly Thread[], sites: SiteTable): SampleTables {
  const samples = log.timeNs.map((times, thread): ThreadSamples => {
    const order = orderBy(times.view());
    return {
      timeNs: times.gather(order),
      self: (log.self[thread] as Ints).gather(order),
      user: (log.user[thread] as Ints).gather(order),
    };
  });
  const self = new Int32Array(log.functions.length);
  const main = new Int32Array(log.functions.length);
  for (const thread of threads) {
    const own = samples[thread.index] as ThreadSamples;
    thread.samples = own.timeNs.length;
    for (const row of own.self) {
      (self[row] as number)++;
      if (thread.isMain) (main[row] as number)++;
    }
  }
  const siteOf = createSiteLookup(log.functions, sites);
  return {
    hotFunctions: listHot(self, main, log.functions, siteOf),
    describeInside: (holds) => describeInside(holds, samples, log.functions, siteOf),
  };
}

type SiteLookup = (row: number) => number;

function createSiteLookup(functions: readonly SampledFunction[], sites: SiteTable): SiteLookup {
  return (row) => {
    const found = functions[row];
    return found === undefined || found.frame.file === '' ? -1 : sites.intern([found.frame]);
  };
}

function listHot(
  self: Int32Array,
  main: Int32Array,
  functions: readonly SampledFunction[],
  siteOf: SiteLookup,
): HotFunction[] {
  return functions
    .map((_, row) => row)
    .filter((row) => (self[row] as number) > 0)
    .sort((x, y) => (self[y] as number) - (self[x] as number) || x - y)
    .slice(0, MOST_FUNCTIONS)
    .map((row) => ({
      functionName: nameOf(functions[row]),
      site: siteOf(row),
      selfSamples: self[row] as number,
      mainSamples: main[row] as number,
      kind: functions[row]?.kind ?? 'native',
    }));
}

function nameOf(found: SampledFunction | undefined): string {
  const name = found?.frame.functionName ?? '';
  return name === '' ? '(anonymous)' : name;
}

/** By the user's own functions: what they call into (builtins, packages) counts for them. */
function describeInside(
  byThread: HoldsByThread,
  samples: readonly ThreadSamples[],
  functions: readonly SampledFunction[],
  siteOf: SiteLookup,
): Pick<Lock, 'inside' | 'insideSamples'> {
  const counts = new Map<number, number>();
  let total = 0;
  let blocked = 0;
  for (const [thread, holds] of byThread) {
    const { timeNs, user } = samples[thread] as ThreadSamples;
    let at = 0;
    for (let sample = 0; sample < timeNs.length; sample++) {
      const time = timeNs[sample] as number;
      while (at < holds.endNs.length && (holds.endNs[at] as number) < time) at++;
      if (at === holds.endNs.length) break;
      if (time < (holds.beginNs[at] as number)) continue;
      total++;
      const row = user[sample] as number;
      const kind = functions[row]?.kind;
      if (kind === 'idle' || kind === 'program') blocked++;
      else counts.set(row, (counts.get(row) ?? 0) + 1);
    }
  }
  const inside: Lock['inside'] = [...counts]
    .sort(([x, n], [y, m]) => m - n || x - y)
    .slice(0, MOST_INSIDE)
    .map(([row, count]) => ({
      functionName: nameOf(functions[row]),
      site: siteOf(row),
      samples: count,
      share: count / total,
    }));
  if (blocked > 0) inside.push({ functionName: 'blocked', site: -1, samples: blocked, share: blocked / total });
  return { inside: inside.sort((x, y) => y.samples - x.samples), insideSamples: total };
}
