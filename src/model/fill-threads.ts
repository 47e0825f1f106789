import { ThreadState } from '../trace/records.js';
import { completeGc, type PauseLog } from './gc-log.js';
import type { ScheduleTable, TaskTable, Thread } from './profile.js';
import type { SampleLog } from './sample-log.js';
import type { SchedLog, SchedSamples } from './sched-log.js';
import type { TaskIndex } from './task-index.js';
import { readClock, type ThreadClock } from './thread-clock.js';
import { divideThreadTime, type ThreadActivity } from './thread-states.js';

export interface ThreadSources {
  activity: readonly ThreadActivity[];
  clocks: readonly ThreadClock[];
  sched: SchedLog;
  pauses: PauseLog;
  samples: SampleLog;
  index: TaskIndex;
}

/** A task's CPU time is told when it spans at least this many readings of the scheduler. */
const MIN_READINGS = 2;

/** Adds to each thread where its time went, and to long tasks their CPU time. */
export function fillThreads(threads: readonly Thread[], tasks: TaskTable, sources: ThreadSources): void {
  const { activity, clocks, sched, pauses, samples, index } = sources;
  for (const thread of threads) {
    const at = thread.index;
    const clock = clocks[at] as ThreadClock;
    thread.states = divideThreadTime(thread, clock, sched.known, activity[at] as ThreadActivity);
    thread.sampledInTasks = countStates(sched.threads[at] as SchedSamples, at, index);
    thread.gc = completeGc(pauses.gc[at] as Thread['gc'], at, thread.endNs, samples);
    thread.loopIdleNs = pauses.loopIdleNs[at] as number;
    if (clock.known) thread.schedule = toSchedule(clock);
    addTaskCpu(tasks, index.rowsOf(at), clock);
  }
}

function toSchedule({ timeNs, cpuNs, delayNs }: ThreadClock): ScheduleTable {
  return { count: timeNs.length, atNs: timeNs, onCpuNs: cpuNs, runnableNs: delayNs };
}

function countStates({ timeNs, state }: SchedSamples, thread: number, index: TaskIndex): Thread['sampledInTasks'] {
  const counts = { running: 0, futex: 0, eventLoop: 0, otherSyscall: 0, diskSleep: 0 };
  for (let look = 0; look < timeNs.length; look++) {
    if (index.taskAt(thread, timeNs[look] as number) === -1) continue;
    const name = STATE_NAMES[state[look] as number];
    if (name !== undefined) counts[name]++;
  }
  return counts;
}

const STATE_NAMES: Readonly<Record<number, keyof Thread['sampledInTasks']>> = {
  [ThreadState.Running]: 'running',
  [ThreadState.Futex]: 'futex',
  [ThreadState.EventLoop]: 'eventLoop',
  [ThreadState.OtherSyscall]: 'otherSyscall',
  [ThreadState.DiskSleep]: 'diskSleep',
};

function addTaskCpu({ startNs, endNs, cpuNs, overlapped }: TaskTable, rows: Int32Array, clock: ThreadClock): void {
  const readings = clock.timeNs.length;
  if (!clock.known || readings < 2) return;
  const spacing = ((clock.timeNs[readings - 1] as number) - (clock.timeNs[0] as number)) / (readings - 1);
  for (const row of rows) {
    const start = startNs[row] as number;
    const end = endNs[row] as number;
    if (!(end - start >= spacing * MIN_READINGS) || overlapped[row] === 1) continue;
    const used = readClock(clock, clock.cpuNs, end) - readClock(clock, clock.cpuNs, start);
    cpuNs[row] = Math.min(end - start, Math.max(0, used));
  }
}
