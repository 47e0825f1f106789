import { ThreadState } from '../trace/records.js';
import { addSpan, createMeter, type Intervals } from './intervals.js';
import type { SpinRows, WaitRows } from './lock-rows.js';
import type { Lock } from './profile.js';
import type { SchedSamples } from './sched-log.js';
import type { ThreadClock } from './thread-clock.js';

/** Looks at a thread inside holds needed before their states say what share of the hold time it was off the CPU. */
const MIN_LOOKS = 8;

/** Waits that happened while another lock was held: word held → word waited for → sum. */
export type NestedWaits = Map<number, Map<number, { waitNs: number; count: number }>>;

/** Sums waits and spins by the lock that was held meanwhile. */
export function sumNestedWaits(tables: readonly (WaitRows | SpinRows)[]): NestedWaits {
  const byHeld: NestedWaits = new Map();
  for (const rows of tables) {
    for (let row = 0; row < rows.word.count; row++) {
      const held = rows.holding.at(row);
      if (held === -1) continue;
      const waited = byHeld.get(held) ?? new Map<number, { waitNs: number; count: number }>();
      byHeld.set(held, waited);
      const word = rows.word.at(row);
      const sum = waited.get(word) ?? { waitNs: 0, count: 0 };
      waited.set(word, sum);
      sum.waitNs += rows.endNs.at(row) - rows.beginNs.at(row);
      sum.count++;
    }
  }
  return byHeld;
}

/** The timed holds of a lock by thread. */
export type HoldsByThread = ReadonlyMap<number, Intervals>;

export function holdsByThread({ holds }: Lock): HoldsByThread {
  const byThread = new Map<number, Intervals>();
  let last = -1;
  let intervals: Intervals = { beginNs: [], endNs: [] };
  for (let row = 0; row < holds.count; row++) {
    const thread = holds.thread[row] as number;
    if (thread !== last) {
      intervals = byThread.get(thread) ?? { beginNs: [], endNs: [] };
      byThread.set(thread, intervals);
      last = thread;
    }
    addSpan(intervals, holds.beginNs[row] as number, holds.endNs[row] as number);
  }
  return byThread;
}

/**
 * How long the holder was off the CPU. Between two readings of the scheduler, whatever of the hold time exceeds the CPU
 * time used in that interval cannot have been computing: a lower bound, good where holds are long. For short holds, the
 * share of looks at the thread inside holds that found it sleeping. The larger of the two, and never less than the known
 * nested waits.
 */
export function measureHeldTime(
  lock: Lock,
  byThread: HoldsByThread,
  knownWaitNs: number,
  clocks: readonly ThreadClock[],
  samples: readonly SchedSamples[],
): Pick<Lock, 'heldWaitNs' | 'heldRunnableNs'> {
  let timedNs = 0;
  let waitNs = 0;
  let runnableNs = 0;
  let looks = 0;
  let asleep = 0;
  for (const [thread, holds] of byThread) {
    timedNs += holds.endNs.reduce((sum, end, at) => sum + end - (holds.beginNs[at] as number), 0);
    const bound = boundOffCpu(holds, clocks[thread]);
    waitNs += bound.waitNs;
    runnableNs += bound.runnableNs;
    const seen = countLooks(holds, samples[thread]);
    looks += seen.looks;
    asleep += seen.asleep;
  }
  const sampledNs = looks >= MIN_LOOKS ? (timedNs * asleep) / looks : 0;
  const scale = timedNs > 0 && lock.holdNs > timedNs ? lock.holdNs / timedNs : 1;
  return {
    heldWaitNs: Math.min(lock.holdNs, Math.max(waitNs, sampledNs, knownWaitNs) * scale),
    heldRunnableNs: Math.min(lock.holdNs, runnableNs * scale),
  };
}

function boundOffCpu(holds: Intervals, clock: ThreadClock | undefined): { waitNs: number; runnableNs: number } {
  const sum = { waitNs: 0, runnableNs: 0 };
  if (clock === undefined || !clock.known) return sum;
  const meter = createMeter(holds);
  let before = meter(clock.timeNs[0] as number);
  for (let at = 1; at < clock.timeNs.length; at++) {
    const now = meter(clock.timeNs[at] as number);
    const cpu = (clock.cpuNs[at] as number) - (clock.cpuNs[at - 1] as number);
    const delay = (clock.delayNs[at] as number) - (clock.delayNs[at - 1] as number);
    const off = Math.max(0, now - before - Math.max(0, cpu));
    const runnable = Math.min(off, Math.max(0, delay));
    sum.runnableNs += runnable;
    sum.waitNs += off - runnable;
    before = now;
  }
  return sum;
}

function countLooks(holds: Intervals, samples: SchedSamples | undefined): { looks: number; asleep: number } {
  const seen = { looks: 0, asleep: 0 };
  let at = 0;
  for (let look = 0; look < (samples?.timeNs.length ?? 0); look++) {
    const { timeNs, state } = samples as SchedSamples;
    const time = timeNs[look] as number;
    while (at < holds.endNs.length && (holds.endNs[at] as number) < time) at++;
    if (at === holds.endNs.length) break;
    if (time < (holds.beginNs[at] as number) || state[look] === ThreadState.Unknown) continue;
    seen.looks++;
    if (state[look] !== ThreadState.Running) seen.asleep++;
  }
  return seen;
}
