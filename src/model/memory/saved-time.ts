import type { ThreadIndex } from '../profile.js';
import type { PatternCost } from './memory-profile.js';

/** CPU time that a change of pattern takes away. */
export interface SavedTime {
  byThread: [thread: ThreadIndex, ns: number][];
  totalNs: number;
  /** 90 % interval of totalNs, from that of the replay. */
  interval: [low: number, high: number];
  /** Share of the time in the loop that goes to the accesses, as replayed, 0..1. */
  part: number;
}

export interface LoopTime {
  /** Of the pattern: accesses, operations, objects. NaN, or a lower bound: not known. */
  accesses: number;
  isLowerBound: boolean;
  /** CPU time of the timing run in the loop. */
  cpuNsByThread: readonly [thread: ThreadIndex, ns: number][];
}

/**
 * What a loop takes is the accesses at the cost that was replayed, and whatever else it does; only the former shrinks. Where it
 * is not known how many accesses there were, the loop is taken to do nothing else.
 */
export function savedTime(
  { nowNs, nowInterval, ratio, ratioInterval }: PatternCost,
  { accesses, isLowerBound, cpuNsByThread }: LoopTime,
): SavedTime {
  const loopNs = cpuNsByThread.reduce((sum, [, ns]) => sum + ns, 0);
  const isCounted = Number.isFinite(accesses) && !isLowerBound;
  const partAt = (ns: number): number => (isCounted && loopNs > 0 ? Math.min(1, (accesses * ns) / loopNs) : 1);
  const gain = (times: number): number => Math.max(0, 1 - 1 / times);
  const part = partAt(nowNs);
  const saved = part * gain(ratio);
  return {
    byThread: cpuNsByThread.map(([thread, ns]) => [thread, ns * saved]),
    totalNs: loopNs * saved,
    interval: [
      loopNs * partAt(nowInterval[0]) * gain(ratioInterval[0]),
      loopNs * partAt(nowInterval[1]) * gain(ratioInterval[1]),
    ],
    part,
  };
}

/** Of two parts of a program. */
export function addSavedTimes(a: SavedTime, b: SavedTime): SavedTime {
  const byThread = new Map(a.byThread);
  for (const [thread, ns] of b.byThread) byThread.set(thread, (byThread.get(thread) ?? 0) + ns);
  return {
    byThread: [...byThread],
    totalNs: a.totalNs + b.totalNs,
    interval: [a.interval[0] + b.interval[0], a.interval[1] + b.interval[1]],
    part: a.part,
  };
}
