import type { Profile } from '../model/profile.js';
import { quantile } from '../statistics/quantile.js';
import type { Machine } from './plan.js';

/** For what a trace does not tell: usual values of Linux on servers of today. */
const USUAL = { contextSwitchNs: 2_000, timeSliceNs: 3_000_000, atomicNs: 20, wakeLatencyNs: 50_000 };
/** Reading a larger request is what takes the time. */
const SMALL_BYTES = 10_000;
/** Fewer gaps than this say nothing of the wake latency. */
const MIN_GAPS = 20;

/**
 * The machine's costs as far as the run itself shows them, for traces that were taken without measuring the machine. The
 * wake latency is a low quantile of the time from dispatch to start, of which waiting for a busy core is no part.
 */
export function estimateMachine({ tasks, threads }: Profile): Machine {
  const gaps: number[] = [];
  const lastEnd = new Map<number, number>();
  for (let row = 0; row < tasks.count; row++) {
    const dispatch = tasks.dispatchNs[row] as number;
    const thread = tasks.thread[row] as number;
    const idleSince = lastEnd.get(thread);
    const gap = (tasks.startNs[row] as number) - dispatch - (tasks.cloneNs[row] || 0) - (tasks.deserialiseNs[row] || 0);
    const isSmall = (tasks.requestBytes[row] as number) < SMALL_BYTES;
    if (isSmall && idleSince !== undefined && idleSince < dispatch && gap > 0) gaps.push(gap);
    lastEnd.set(thread, tasks.endNs[row] as number);
  }
  const known = gaps.length >= MIN_GAPS;
  const wakeLatencyNs = known ? quantile(gaps, 0.25) : USUAL.wakeLatencyNs;
  const starts = threads
    .filter(({ isMain, readyNs, beginNs }) => !isMain && readyNs > beginNs)
    .map(({ states }) => states.startingNs);
  return {
    wakeLatencyNs,
    wakeLatencyRange: known ? [quantile(gaps, 0.05), quantile(gaps, 0.5)] : [wakeLatencyNs / 2, wakeLatencyNs * 2],
    contextSwitchNs: USUAL.contextSwitchNs,
    timeSliceNs: USUAL.timeSliceNs,
    atomicNs: USUAL.atomicNs,
    workerStartCpuNs: starts.length > 0 ? quantile(starts, 0.25) : 25_000_000,
  };
}
