import type { MemoryWindow } from '../../trace/memory.js';

/** What one recorded stretch stands for. */
export interface Scale {
  /** Accesses in the whole pass for each that was recorded. */
  factor: number;
  /** The same, for runs of the loop. */
  runs: number;
  isLowerBound: boolean;
}

/** A stretch of so many runs of a loop tells how long they are, though the last was cut: half of it is missing, on average. */
const MANY_RUNS = 8;

/**
 * Each recorded run of a loop stands for an equal part of all of its runs. One that was cut before its loop ended is stretched
 * to the iterations that are known; where none are, what was seen is the least there was.
 */
export function scaleWindows(
  windows: readonly MemoryWindow[],
  entered: { times: number; iterations: number } | undefined,
): Scale[] {
  const known = entered?.iterations ?? Number.NaN;
  const recorded = windows.map(({ whole, executions }) => {
    const runs = Math.max(1, executions);
    return whole || Number.isFinite(known) || runs < MANY_RUNS ? runs : runs - 0.5;
  });
  const all = recorded.reduce((sum, runs) => sum + runs, 0);
  const each = Math.max(1, (entered?.times ?? 0) / all);
  return windows.map(({ whole, iterations }, at) => {
    const runs = recorded[at] as number;
    const isStretched = !whole && known * runs > iterations;
    return {
      factor: isStretched ? (each * known * runs) / iterations : each,
      runs: each * runs,
      isLowerBound: !whole && !Number.isFinite(known) && runs < MANY_RUNS - 1,
    };
  });
}
