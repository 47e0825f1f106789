import type { MemoryWindow } from '../../trace/memory.js';

/** What one recorded stretch stands for. */
export interface Scale {
  /** Accesses in the whole pass for each that was recorded. */
  factor: number;
  /** Runs of the loop that it stands for. */
  runs: number;
  isLowerBound: boolean;
}

/** Runs of a loop and, of all of them together, its iterations. Of a function, `iterations` are its executions. */
export interface LoopCounts {
  times: number;
  iterations: number;
}

/**
 * Each recorded iteration of a loop stands for an equal part of all of its iterations. Where these were not counted, what was
 * recorded, run by run, is the least there was.
 */
export function scaleWindows(
  windows: readonly MemoryWindow[],
  counted: LoopCounts | undefined,
  isFunction: boolean,
): Scale[] {
  const runs = windows.reduce((sum, { executions }) => sum + Math.max(1, executions), 0);
  const recorded = isFunction ? runs : windows.reduce((sum, { iterations }) => sum + iterations, 0);
  const times = (isFunction ? counted?.iterations : counted?.times) ?? 0;
  const eachRun = Math.max(1, times / runs);
  const isCounted = counted !== undefined && counted.iterations > 0 && recorded > 0;
  return windows.map(({ executions }) => ({
    factor: isCounted ? Math.max(1, counted.iterations / recorded) : eachRun,
    runs: eachRun * Math.max(1, executions),
    isLowerBound: !isCounted,
  }));
}
