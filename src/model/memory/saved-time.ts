import type { ThreadIndex } from '../profile.js';
import type { PatternCost } from './memory-profile.js';

/** CPU time that a change of pattern takes away. */
export interface SavedTime {
  byThread: [thread: ThreadIndex, ns: number][];
  totalNs: number;
  /** 90 % interval of totalNs, from that of the replay and from what is not known of the loop. */
  interval: [low: number, high: number];
  /** Share of the time in the loop that the accesses take, as replayed, 0..1. */
  part: number;
}

export interface LoopTime {
  /** Of the pattern: accesses, operations, objects. NaN, or a lower bound: not known. */
  accesses: number;
  isLowerBound: boolean;
  /** CPU time of the timing run in the loop. */
  cpuNsByThread: readonly [thread: ThreadIndex, ns: number][];
}

/** Memory is not so much slower in a loop than in its replay: there are other accesses, and other ways of loading the machine. */
const MOST_OFF = 2;

/**
 * Time that a loop takes now, of which a part is replayed. What is left of it after the change has two bounds: either the rest is other
 * work, which stays as it is, or memory is slower there than in the replay, and more of it shrinks. Without more to go by, the
 * geometric mean of the two is taken, and the interval reaches to both.
 */
export function savedTime(
  { nowNs, nowInterval, ratio, ratioInterval }: PatternCost,
  { accesses, isLowerBound, cpuNsByThread }: LoopTime,
): SavedTime {
  const loopNs = cpuNsByThread.reduce((sum, [, ns]) => sum + ns, 0);
  const isCounted = Number.isFinite(accesses) && !isLowerBound;
  const partAt = (ns: number): number => (isCounted && loopNs > 0 ? Math.min(1, (accesses * ns) / loopNs) : 1);
  const leftOf = (times: number): number => Math.min(1, 1 / times);
  const left = (part: number, times: number): number => 1 - part + part * leftOf(times);
  const part = partAt(nowNs);
  const saved = 1 - Math.sqrt(left(part, ratio) * left(Math.min(1, MOST_OFF * part), ratio));
  return {
    byThread: cpuNsByThread.map(([thread, ns]) => [thread, ns * saved]),
    totalNs: loopNs * saved,
    interval: [
      loopNs * (1 - left(partAt(nowInterval[0]), ratioInterval[0])),
      loopNs * (1 - left(Math.min(1, MOST_OFF * partAt(nowInterval[1])), ratioInterval[1])),
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
