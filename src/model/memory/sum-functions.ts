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
  /** threadIds. */
  threads: Set<number>;
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
  let all = 0;
  for (const { thread, allocations } of threads) {
    if (allocations === undefined) continue;
    const total = allocations.stacks.reduce((sum, { bytes }) => sum + bytes, 0);
    const timed = profile.threads.find(({ threadId }) => threadId === thread.threadId)?.index;
    const gcNs = timed === undefined ? 0 : (gcOf.get(timed) ?? 0);
    all += total;
    for (const { stack, bytes, samples, liveBytes } of allocations.stacks) {
      const place = placeOf(stack, sites);
      if (place === undefined) continue;
      const sum = sums.get(place.key) ?? emptySum(place.site);
      sums.set(place.key, sum);
      sum.bytes += bytes;
      sum.samples += samples;
      sum.liveBytes += liveBytes;
      sum.threads.add(thread.threadId);
      if (timed === undefined || total === 0) continue;
      sum.gcNsByThread.set(timed, (sum.gcNsByThread.get(timed) ?? 0) + (gcNs * bytes) / total);
    }
  }
  for (const sum of sums.values()) sum.share = all > 0 ? sum.bytes / all : 0;
  return sums;
}

function emptySum(site: SiteIndex): FunctionSum {
  return { site, bytes: 0, share: 0, samples: 0, liveBytes: 0, threads: new Set(), gcNsByThread: new Map() };
}

/** The innermost function of the program: what it calls allocates for it. Where none is on the stack, the innermost of a package. */
function placeOf(stack: readonly string[], sites: MemorySites): { site: SiteIndex; key: string } | undefined {
  const frames = parseStack(stack.join('\n')).map((raw) => ({ raw, frame: sites.resolve(raw) }));
  const found =
    frames.find(({ frame }) => frame.owner === 'user') ?? frames.find(({ frame }) => frame.owner === 'dependency');
  if (found === undefined) return undefined;
  const { file, line, column } = found.raw;
  return { site: sites.at(found.raw), key: functionKeyOf(file, line, column) };
}
