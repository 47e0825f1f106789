import type { Profile, Thread, ThreadIndex } from '../profile.js';
import { isSame, type SampledRuns } from './pass-cpu.js';
import { FEW_SAMPLES, measureThreadCpu } from './thread-cpu.js';
import type { ThreadRecords } from './thread-records.js';

/**
 * CPU time of the timing run in garbage collection, by thread. Of a thread whose collections that run neither counted nor sampled, it is
 * the share of the collector among its samples in the sampling run, or where there are none in the pass, of its CPU time.
 */
export function measureGc(profile: Profile, { sampling, pass }: SampledRuns): [thread: ThreadIndex, ns: number][] {
  const cpu = measureThreadCpu(profile);
  return profile.threads
    .map((thread): [ThreadIndex, number] => {
      const { index, samples, gc } = thread;
      if (gc.totalNs > 0 || samples >= FEW_SAMPLES) return [index, gc.totalNs];
      const share = shareOfGc(thread, sampling) ?? shareOfGc(thread, pass) ?? 0;
      return [index, share * cpu.busyNs(index)];
    })
    .filter(([, ns]) => ns > 0);
}

function shareOfGc(thread: Thread, run: readonly ThreadRecords[]): number | undefined {
  const cpu = run.find((records) => isSame(thread, records))?.cpu;
  return cpu?.gc === undefined || cpu.samples < FEW_SAMPLES ? undefined : cpu.gc / cpu.samples;
}
