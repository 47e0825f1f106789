import type { HotFunction, Profile, Thread, ThreadIndex } from '../profile.js';

/** CPU time of the timing run by thread, and what one CPU sample of a thread stands for. */
export interface ThreadCpu {
  /** All threads, ns. */
  totalNs: number;
  busyNs(thread: ThreadIndex): number;
  /** CPU samples of a thread, without those it waited in. */
  onCpuSamples(thread: ThreadIndex): number;
  /** CPU time that so many samples of a thread stand for, ns. */
  nsOfSamples(thread: ThreadIndex, samples: number): number;
  /** Workers by the samples taken in them; shares sum to 1. For figures that are known of all workers together. */
  shareOfWorkers(thread: ThreadIndex): number;
  /** Threads like this one that were sampled, where it was not, or too little. */
  sampledTwins(thread: ThreadIndex): ThreadIndex[];
}

/** With fewer samples a thread's own shares say less than those of threads that run the same code. */
export const FEW_SAMPLES = 20;

/**
 * Samples are taken of threads that wait as well, and those that block outside of JavaScript cannot be told from native code
 * that computes. The scheduler knows what share of its life a thread was on a core: that share of its samples is the most that can
 * have been on one. Samples in JavaScript, WebAssembly and the collector surely were.
 */
export function measureThreadCpu({ threads, hotFunctions }: Profile): ThreadCpu {
  const busy = threads.map(busyTimeNs);
  const surely = shareOfSamples(hotFunctions, ({ kind }) => kind === 'js' || kind === 'wasm' || kind === 'gc');
  const perhaps = shareOfSamples(hotFunctions, ({ kind }) => kind !== 'idle');
  const workerSamples = sum(threads.map(({ isMain, samples }) => (isMain ? 0 : samples)));
  const onCpuSamples = threads.map((thread) => {
    const side = thread.isMain ? 'main' : 'workers';
    const onCore = (busy[thread.index] ?? 0) / (thread.endNs - thread.beginNs);
    const low = surely[side] * thread.samples;
    const high = perhaps[side] * thread.samples;
    return Number.isFinite(onCore) ? Math.min(high, Math.max(low, onCore * thread.samples)) : high;
  });
  return {
    totalNs: sum(busy),
    busyNs: (thread) => busy[thread] ?? 0,
    onCpuSamples: (thread) => onCpuSamples[thread] ?? 0,
    nsOfSamples(thread, samples) {
      const of = onCpuSamples[thread] ?? 0;
      return of > 0 ? Math.min(1, samples / of) * (busy[thread] ?? 0) : 0;
    },
    sampledTwins(index) {
      const thread = threads[index];
      if (thread === undefined || thread.samples >= FEW_SAMPLES) return [];
      return threads
        .filter((other) => areTwins(thread, other) && other.samples >= FEW_SAMPLES)
        .map((other) => other.index);
    },
    shareOfWorkers: (thread) =>
      threads[thread]?.isMain === false && workerSamples > 0 ? threads[thread].samples / workerSamples : 0,
  };
}

/** Threads of one pool, or workers of one file. */
function areTwins(a: Thread, b: Thread): boolean {
  if (a.index === b.index || a.isMain || b.isMain) return false;
  return a.pool >= 0 ? a.pool === b.pool : a.file !== '' && a.file === b.file;
}

/** CPU time; where the platform cannot tell, all time that is neither idle nor a known wait. */
function busyTimeNs({ states }: Thread): number {
  const known = Number.isFinite(states.onCpuNs) ? states.onCpuNs : states.ioNs;
  return Number.isFinite(known) ? known : 0;
}

function shareOfSamples(
  functions: readonly HotFunction[],
  counts: (found: HotFunction) => boolean,
): { main: number; workers: number } {
  let [main, allMain, workers, allWorkers] = [0, 0, 0, 0];
  for (const found of functions) {
    const own = found.selfSamples - found.mainSamples;
    allMain += found.mainSamples;
    allWorkers += own;
    if (!counts(found)) continue;
    main += found.mainSamples;
    workers += own;
  }
  return { main: allMain > 0 ? main / allMain : 0, workers: allWorkers > 0 ? workers / allWorkers : 0 };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
