import type { MemoryCpu } from '../../trace/memory.js';
import type { Profile, Thread, ThreadIndex } from '../profile.js';
import { findLoopsAround, type LoopCpu, type LoopPlace } from './loop-cpu.js';
import type { MemorySites } from './memory-sites.js';
import { sampledLike } from './sampled-like.js';
import { FEW_SAMPLES, type ThreadCpu } from './thread-cpu.js';
import type { ThreadRecords } from './thread-records.js';

/** Shares of what a thread did, by loop; of so many samples. */
interface Shares {
  samples: number;
  ofLoop: number[];
}

/** Threads of the runs that tell lines, by what they were sampled in. */
export interface SampledRuns {
  /** Of the sampling run; empty where none was made. */
  sampling: readonly ThreadRecords[];
  pass: readonly ThreadRecords[];
}

/**
 * Workers that do nothing but compute are hardly sampled in the timing run, since nothing of theirs is hooked, and a program that is
 * over soon is not sampled often. What share of its CPU time such a thread spends in which loop is taken from the sampling run where
 * that has more samples of it; else, where nothing at all is known, from the pass, where recording loops lengthens them all alike.
 * How much CPU time that is comes from the timing run.
 */
export function addPassCpu(
  loops: readonly LoopCpu[],
  places: readonly LoopPlace[],
  { threads }: Profile,
  cpu: ThreadCpu,
  { sampling, pass }: SampledRuns,
  sites: MemorySites,
): LoopCpu[] {
  const added = loops.map(({ share, samples, byThread }) => ({ share, samples, byThread: new Map(byThread) }));
  const shareOf = (thread: Thread, run: readonly ThreadRecords[]): Shares | undefined => {
    const own = run.find((records) => isSame(thread, records));
    return shareOut(own?.cpu, places, sites);
  };
  for (const thread of threads.filter(({ index }) => cpu.busyNs(index) > 0)) {
    const sampled = shareOf(thread, sampling);
    const isBetter = sampled !== undefined && sampled.samples > sampledLike(thread.index, cpu).samples;
    const found = isBetter ? sampled : isUnknown(thread, cpu) ? shareOf(thread, pass) : undefined;
    if (found === undefined) continue;
    for (const [loop, share] of found.ofLoop.entries()) {
      const sum = added[loop];
      if (sum === undefined) continue;
      sum.share = 0;
      sum.samples += Math.round(share * found.samples);
      sum.byThread.set(thread.index, share * cpu.busyNs(thread.index));
    }
  }
  return added.map((loop) => sumUp(loop, cpu));
}

function isUnknown({ index, samples }: Thread, cpu: ThreadCpu): boolean {
  return samples < FEW_SAMPLES && cpu.sampledTwins(index).length === 0;
}

/** Threads of a pool may come in another order, and do the same. */
export function isSame({ isMain, threadId }: Thread, { thread }: ThreadRecords): boolean {
  return isMain ? thread.threadId === 0 : thread.threadId === threadId;
}

function shareOut(cpu: MemoryCpu | undefined, places: readonly LoopPlace[], sites: MemorySites): Shares | undefined {
  if (cpu === undefined || cpu.samples < FEW_SAMPLES) return undefined;
  const ofLoop = places.map(() => 0);
  const around = findLoopsAround(places);
  for (const [file, line, samples] of cpu.lines) {
    const place = sites.resolveLine(file, line);
    const found = place === undefined ? [] : around(place);
    const weights = found.map((loop) => Math.max(0, places[loop]?.weight ?? 0));
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    for (const [at, loop] of found.entries()) {
      const part = all > 0 ? (weights[at] as number) / all : 1 / found.length;
      ofLoop[loop] = (ofLoop[loop] as number) + (part * samples) / cpu.samples;
    }
  }
  return { samples: cpu.samples, ofLoop };
}

/** Known of no thread: nothing is known, rather than nothing spent. */
function sumUp(
  { share, samples, byThread }: { share: number; samples: number; byThread: ReadonlyMap<ThreadIndex, number> },
  { totalNs }: ThreadCpu,
): LoopCpu {
  const times = [...byThread].filter(([, ns]) => ns > 0).sort(([a], [b]) => a - b);
  const ns = times.reduce((sum, [, each]) => sum + each, 0);
  const isKnown = Number.isFinite(share) && totalNs > 0;
  return { share: isKnown ? Math.min(1, ns / totalNs) : Number.NaN, samples, byThread: times };
}
