import type { ScheduleTable } from '../model/profile.js';

/** One thread's slices of time, each value a share of its slice. */
export interface RowShares {
  /** In a task and in no recorded wait: where CPU time is to be expected first. */
  working: Float64Array;
  /** Neither in a task nor in a recorded wait. */
  idle: Float64Array;
}

export interface SpreadShares {
  running: Float64Array;
  /** Of `working`, what was neither on CPU nor ready for it. */
  io: Float64Array;
}

/**
 * Says when a thread was on CPU. The scheduler is read a few times a second, slices are mostly finer, and a thread in a recorded
 * wait uses no CPU: so the CPU time gained between two readings goes to the slices between them by the time the thread worked in
 * each, and only what is more than that to its idle time. Before the first and after the last reading nothing is known, and
 * working counts as running.
 *
 * @param beginNs start of the first slice @param widthNs of each
 */
export function spreadSchedule(
  { count, atNs, onCpuNs, runnableNs }: ScheduleTable,
  { working, idle }: RowShares,
  beginNs: number,
  widthNs: number,
): SpreadShares {
  const running = new Float64Array(working.length);
  const io = new Float64Array(working.length);
  const buckets = working.length;
  const covered = new Float64Array(buckets);
  for (let reading = 1; reading < count; reading++) {
    const from = Math.max(0, ((atNs[reading - 1] as number) - beginNs) / widthNs);
    const to = Math.min(buckets, ((atNs[reading] as number) - beginNs) / widthNs);
    const length = ((atNs[reading] as number) - (atNs[reading - 1] as number)) / widthNs;
    if (!(to > from)) continue;
    // In slices; the part of the readings' time that lies in the timeline.
    const part = (to - from) / length / widthNs;
    const cpu = Math.max(0, (onCpuNs[reading] as number) - (onCpuNs[reading - 1] as number)) * part;
    const ready = Math.max(0, (runnableNs[reading] as number) - (runnableNs[reading - 1] as number)) * part;
    const worked = sumOver(working, from, to);
    const rested = sumOver(idle, from, to);
    const cpuShare = worked > 0 ? Math.min(1, cpu / worked) : 0;
    const readyShare = worked > 0 ? Math.min(1 - cpuShare, ready / worked) : 0;
    const idleShare = rested > 0 ? Math.min(1, Math.max(0, cpu - worked) / rested) : 0;
    for (let bucket = Math.floor(from); bucket < to; bucket++) {
      const overlap = Math.min(to, bucket + 1) - Math.max(from, bucket);
      const work = overlap * (working[bucket] as number);
      running[bucket] = (running[bucket] as number) + work * cpuShare + overlap * (idle[bucket] as number) * idleShare;
      io[bucket] = (io[bucket] as number) + work * (1 - cpuShare - readyShare);
      covered[bucket] = (covered[bucket] as number) + overlap;
    }
  }
  for (let bucket = 0; bucket < buckets; bucket++) {
    const unknown = Math.max(0, 1 - (covered[bucket] as number));
    running[bucket] = (running[bucket] as number) + unknown * (working[bucket] as number);
  }
  return { running, io };
}

/** Sum of shares between two positions, in slices. */
function sumOver(shares: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let bucket = Math.floor(from); bucket < to; bucket++) {
    sum += (shares[bucket] as number) * (Math.min(to, bucket + 1) - Math.max(from, bucket));
  }
  return sum;
}
