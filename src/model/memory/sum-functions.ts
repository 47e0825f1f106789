import { parseStack } from '../parse-stack.js';
import type { Profile, SiteIndex, ThreadIndex } from '../profile.js';
import { functionKeyOf } from './list-makes.js';
import type { MemorySites } from './memory-sites.js';
import type { ThreadRecords } from './thread-records.js';

/** What one function of the program allocates, over all threads of the pass. */
export interface FunctionSum {
  site: SiteIndex;
  bytes: number;
  /** Of all bytes of the pass, 0..1. */
  share: number;
  samples: number;
  liveBytes: number;
  /** By its part of all bytes: what collections find alive in one thread, at most. */
  keptBytes: number;
  /** threadIds. */
  threads: Set<number>;
  /** Functions seen below it: the compiler may have drawn them in, and counts what they allocate for it. */
  callees: Set<string>;
  /** Collecting in the timing run, by its share of what each thread allocates. */
  gcNsByThread: Map<ThreadIndex, number>;
}

/** By where functions begin, as `functionKeyOf` names them. */
export type FunctionSums = ReadonlyMap<string, FunctionSum>;

/** Allocations by function: V8's heap profile tells no more. */
export function sumFunctions(
  threads: readonly ThreadRecords[],
  profile: Profile,
  gcNsByThread: readonly (readonly [thread: ThreadIndex, ns: number])[],
  sites: MemorySites,
): FunctionSums {
  const sums = new Map<string, FunctionSum>();
  const gcOf = new Map(gcNsByThread);
  const sumOf = ({ key, site }: Place): FunctionSum => {
    const sum = sums.get(key) ?? emptySum(site);
    sums.set(key, sum);
    return sum;
  };
  let all = 0;
  for (const { thread, allocations } of threads) {
    if (allocations === undefined) continue;
    const kept = new Map<FunctionSum, number>();
    const total = allocations.stacks.reduce((sum, { bytes }) => sum + bytes, 0);
    const timed = profile.threads.find(({ threadId }) => threadId === thread.threadId)?.index;
    const gcNs = timed === undefined ? 0 : (gcOf.get(timed) ?? 0);
    all += total;
    for (const { stack, bytes, samples, liveBytes } of allocations.stacks) {
      const places = placesOf(stack, sites);
      const [place, ...callers] = places;
      if (place === undefined) continue;
      const sum = sumOf(place);
      for (const [at, caller] of callers.entries()) {
        for (const { key } of places.slice(0, at + 1)) if (key !== caller.key) sumOf(caller).callees.add(key);
      }
      kept.set(sum, (kept.get(sum) ?? 0) + ratio(bytes, total) * (allocations.keptBytes ?? 0));
      sum.bytes += bytes;
      sum.samples += samples;
      sum.liveBytes += liveBytes;
      sum.threads.add(thread.threadId);
      if (timed === undefined || total === 0) continue;
      sum.gcNsByThread.set(timed, (sum.gcNsByThread.get(timed) ?? 0) + (gcNs * bytes) / total);
    }
    for (const [sum, bytes] of kept) sum.keptBytes = Math.max(sum.keptBytes, bytes);
  }
  for (const sum of sums.values()) sum.share = all > 0 ? sum.bytes / all : 0;
  return sums;
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

function emptySum(site: SiteIndex): FunctionSum {
  return {
    site,
    bytes: 0,
    share: 0,
    samples: 0,
    liveBytes: 0,
    keptBytes: 0,
    threads: new Set(),
    callees: new Set(),
    gcNsByThread: new Map(),
  };
}

interface Place {
  site: SiteIndex;
  key: string;
}

/**
 * Functions of the program, innermost first: what they call of packages and of V8 allocates for the first. Where none is on the stack, the
 * innermost of a package.
 */
function placesOf(stack: readonly string[], sites: MemorySites): Place[] {
  const frames = parseStack(stack.join('\n')).map((raw) => ({ raw, frame: sites.resolve(raw) }));
  const own = frames.filter(({ frame }) => frame.owner === 'user');
  const found = own.length > 0 ? own : frames.filter(({ frame }) => frame.owner === 'dependency').slice(0, 1);
  return found.map(({ raw }) => ({ site: sites.at(raw), key: functionKeyOf(raw.file, raw.line, raw.column) }));
}
