import { countBelow } from '../../model/growable.js';
import type { Profile, Thread } from '../../model/profile.js';

/**
 * While a thread waits for a core, whoever computes has it: the share of that time in which it was a program that is not in
 * the plan, as the share of such programs in the CPU that others than the thread used. Those that the run itself starts count.
 */
export function measureOutsideShare({ host }: Profile, { schedule }: Thread): number {
  const { processCpu, hostCpu } = host;
  if (processCpu === undefined || hostCpu === undefined || schedule === undefined || schedule.count < 2) return 0;
  // The last reading of the process has in it what its children used in all their lives: they have ended by then.
  const endNs = processCpu.atNs[processCpu.atNs.length - 2] ?? -Infinity;
  const beginNs = Math.max(processCpu.atNs[0] ?? Infinity, hostCpu.atNs[0] ?? Infinity);
  if (!(endNs > beginNs)) return 0;
  const gain = (atNs: Float64Array, values: Float64Array): number =>
    readAt(atNs, values, endNs) - readAt(atNs, values, beginNs);
  const allNs = gain(hostCpu.atNs, hostCpu.cpuNs);
  const outsideNs = allNs - gain(processCpu.atNs, processCpu.cpuNs);
  const { count } = schedule;
  const othersNs = allNs - gain(schedule.atNs.subarray(0, count), schedule.onCpuNs.subarray(0, count));
  return othersNs > 0 ? Math.min(1, Math.max(0, outsideNs / othersNs)) : 0;
}

/** Straight lines between readings of what only grows. */
function readAt(atNs: Float64Array, values: Float64Array, timeNs: number): number {
  const after = countBelow(atNs, timeNs);
  const high = values[Math.min(after, values.length - 1)] as number;
  if (after === 0 || after >= values.length) return high;
  const low = values[after - 1] as number;
  const from = atNs[after - 1] as number;
  return low + ((high - low) * (timeNs - from)) / ((atNs[after] as number) - from);
}
