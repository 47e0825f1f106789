import { createMeter, type Intervals } from './intervals.js';
import type { Thread, ThreadStates } from './profile.js';
import { readClock, type ThreadClock } from './thread-clock.js';

/** What a thread was doing as far as records tell; the scheduler's readings fill the rest. */
export interface ThreadActivity {
  tasks: Intervals;
  lockWaitsInTasks: Intervals;
  lockWaitsElsewhere: Intervals;
  otherWaits: Intervals;
}

/**
 * Divides a thread's time into states that sum to its length. Between two readings of the scheduler the CPU time used is
 * put into the thread's tasks first, outside of known waits: that is where threads compute, and a straight line would
 * spread it over waits it cannot have been used in.
 */
export function divideThreadTime(
  thread: Pick<Thread, 'beginNs' | 'readyNs' | 'endNs'>,
  clock: ThreadClock,
  schedulerKnown: boolean,
  activity: ThreadActivity,
): ThreadStates {
  const ready = Math.min(Math.max(thread.readyNs, thread.beginNs), thread.endNs);
  const states: ThreadStates = {
    startingNs: ready - thread.beginNs,
    onCpuNs: schedulerKnown ? 0 : Number.NaN,
    runnableNs: schedulerKnown ? 0 : Number.NaN,
    lockWaitNs: 0,
    otherWaitNs: 0,
    ioNs: 0,
    idleNs: 0,
  };
  const meters = {
    tasks: createMeter(activity.tasks),
    lockIn: createMeter(activity.lockWaitsInTasks),
    lockOut: createMeter(activity.lockWaitsElsewhere),
    other: createMeter(activity.otherWaits),
  };
  const read = (time: number) => ({
    time,
    tasks: meters.tasks(time),
    lockIn: meters.lockIn(time),
    lockOut: meters.lockOut(time),
    other: meters.other(time),
    cpu: readClock(clock, clock.cpuNs, time),
    delay: readClock(clock, clock.delayNs, time),
  });
  let from = read(ready);
  for (const time of stepTimes(clock, ready, thread.endNs)) {
    const to = read(time);
    const length = to.time - from.time;
    const lockIn = Math.min(length, to.lockIn - from.lockIn);
    const lockWait = Math.min(length, lockIn + to.lockOut - from.lockOut);
    const other = Math.min(length - lockWait, to.other - from.other);
    const free = length - lockWait - other;
    const inTasks = Math.min(free, Math.max(0, to.tasks - from.tasks - lockIn - other));
    states.lockWaitNs += lockWait;
    states.otherWaitNs += other;
    if (schedulerKnown) {
      const cpu = clock.known ? clamp(to.cpu - from.cpu, free) : inTasks;
      const runnable = clock.known ? clamp(to.delay - from.delay, free - cpu) : 0;
      const cpuInTasks = Math.min(cpu, inTasks);
      const runnableInTasks = Math.min(runnable, inTasks - cpuInTasks);
      const io = inTasks - cpuInTasks - runnableInTasks;
      states.onCpuNs += cpu;
      states.runnableNs += runnable;
      states.ioNs += io;
      states.idleNs += free - cpu - runnable - io;
    } else {
      states.ioNs += inTasks;
      states.idleNs += free - inTasks;
    }
    from = to;
  }
  return states;
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(0, value), Math.max(0, most));
}

function* stepTimes({ timeNs }: ThreadClock, beginNs: number, endNs: number): Generator<number> {
  for (const time of timeNs) if (time > beginNs && time < endNs) yield time;
  yield endNs;
}
