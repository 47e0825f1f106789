import type { ReportThread } from './report.js';

/** The states a thread's time is split into, in the order they are shown. */
export const THREAD_STATES = [
  { key: 'onCpuNs', label: 'on CPU' },
  { key: 'runnableNs', label: 'waiting for a core' },
  { key: 'lockWaitNs', label: 'waiting for a lock' },
  { key: 'otherWaitNs', label: 'other waits' },
  { key: 'ioNs', label: 'I/O in a task' },
  { key: 'startingNs', label: 'starting' },
  { key: 'idleNs', label: 'idle' },
] as const satisfies readonly { key: keyof ReportThread; label: string }[];

export type ThreadState = (typeof THREAD_STATES)[number];

export interface StateTime {
  state: ThreadState;
  ns: number;
  /** Of all thread time, 0..1. */
  share: number;
}

/** Time of all threads by state, ns; states that took none, or are not known on this platform, are left out. */
export function sumThreadTime(threads: readonly ReportThread[]): StateTime[] {
  const sums = THREAD_STATES.map((state) => ({
    state,
    ns: threads.reduce((sum, thread) => sum + (thread[state.key] ?? 0), 0),
  }));
  const total = sums.reduce((sum, { ns }) => sum + ns, 0);
  return sums.filter(({ ns }) => ns > 0).map(({ state, ns }) => ({ state, ns, share: ns / total }));
}
