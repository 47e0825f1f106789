/** Event loops: strands that are ready wait on their thread, first in, first out. */
import { accountCore, leaveCore, scheduleCore } from './cores.js';
import { notifyThread, wakeThread } from './wake.js';
import { pushTimer } from './heaps.js';
import { append, prepend, type Simulation, ThreadState } from './state.js';

/** The strand can go on, on a thread that runs or that the kernel wakes without more delay than was recorded. */
export function makeReady(simulation: Simulation, strand: number): void {
  const thread = simulation.strandThread[strand] as number;
  append(simulation, simulation.ready, thread, strand);
  if (simulation.threadState[thread] === ThreadState.Idle) wakeThread(simulation, thread);
}

/** As makeReady, on a thread that is notified if it sleeps in its event loop. What posting a message costs is in the plan. */
export function notify(simulation: Simulation, strand: number): void {
  const thread = simulation.strandThread[strand] as number;
  append(simulation, simulation.ready, thread, strand);
  if (simulation.threadState[thread] === ThreadState.Idle) notifyThread(simulation, thread, false);
}

/** As notify, before all that waits on the thread: what it does at once. */
export function notifyFirst(simulation: Simulation, strand: number): void {
  const thread = simulation.strandThread[strand] as number;
  prepend(simulation, simulation.ready, thread, strand);
  if (simulation.threadState[thread] === ThreadState.Idle) notifyThread(simulation, thread, false);
}

/** The strand's thread sleeps in a blocking call. */
export function blockThread(simulation: Simulation, thread: number, onLock: boolean): void {
  simulation.blockedOnLock[thread] = onLock ? 1 : 0;
  leaveCore(simulation, thread, ThreadState.Blocked);
}

/** The strand waits, its thread goes on to the next one that is ready. */
export function parkStrand(simulation: Simulation, thread: number): void {
  simulation.currentStrand[thread] = -1;
}

/** The strand goes on at that time, without another notify: what was recorded of a wait includes its wake-up. */
export function resumeAt(simulation: Simulation, strand: number, atNs: number): void {
  pushTimer(simulation.timers, simulation.plan.threads.length + strand, atNs);
}

/** The thread burns CPU until `stopSpinning`. `kind` as in Simulation.spinning. */
export function startSpinning(simulation: Simulation, thread: number, kind: 1 | 2): void {
  simulation.spinning[thread] = kind;
  simulation.remainingNs[thread] = Infinity;
}

/** What it spins for is there: it sees that at once when on a core, else when put on one. */
export function stopSpinning(simulation: Simulation, thread: number): void {
  simulation.spinning[thread] = 0;
  const core = simulation.threadCore[thread] as number;
  if (core >= 0) accountCore(simulation, core);
  simulation.remainingNs[thread] = simulation.plan.machine.atomicNs;
  if (core >= 0) scheduleCore(simulation, core);
}
