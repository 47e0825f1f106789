import type { Profile } from '../profile.js';
import { sampledLike } from './sampled-like.js';
import { measureThreadCpu } from './thread-cpu.js';

/** Half the width of a 90 % interval of a loop's share of all CPU time. Wider, and what a change gains is off by more than its replay is. */
const WIDEST = 0.03;
const Z_90 = 1.645;
/** Of one sample in a loop that has four fifths of the time: a loop with much less promises little. */
const VARIANCE = 0.8 * 0.2;

/**
 * Whether the timing run has too few CPU samples to tell what share of its time the program spends in a loop, so that a sampling run is
 * worth it. One thread that does nearly all the work needs 481 samples, some ten seconds.
 */
export function needsSamples(profile: Profile): boolean {
  const cpu = measureThreadCpu(profile);
  if (!(cpu.totalNs > 0)) return false;
  // Threads known by the same samples are wrong by the same error.
  const groups = new Map<string, { busyNs: number; samples: number }>();
  for (const { index } of profile.threads) {
    const { threads, samples } = sampledLike(index, cpu);
    const key = threads.join();
    groups.set(key, { busyNs: (groups.get(key)?.busyNs ?? 0) + cpu.busyNs(index), samples });
  }
  let variance = 0;
  for (const { busyNs, samples } of groups.values()) {
    variance += ((busyNs / cpu.totalNs) ** 2 * VARIANCE) / Math.max(1, samples);
  }
  return Z_90 * Math.sqrt(variance) > WIDEST;
}
