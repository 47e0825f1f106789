/**
 * P cores shared by N threads, as a fair kernel scheduler (Linux EEVDF, CFS before it) shares them: a free core takes the runnable
 * thread that has been served least; a running one keeps its core for a time slice while others wait; sleeping earns no credit.
 * A thread that holds a lock is preempted like any other.
 */
import { removeItem, setKey } from './heaps.js';
import { type Simulation, ThreadState } from './state.js';

/** Below it a slice would be all switching. */
const SHORTEST_SLICE_NS = 1000;
/**
 * A thread that wakes up takes the core of one that has been served more only after that has had this much of its turn: the kernel's
 * `base_slice_ns`, 0.7 ms × (1 + log2 of cores, of at most 8).
 */
const BASE_SLICE_NS = 700_000;

function timeSliceOf(simulation: Simulation): number {
  return Math.max(SHORTEST_SLICE_NS, simulation.plan.machine.timeSliceNs);
}

function protectedNsOf(simulation: Simulation): number {
  const steps = Math.floor(Math.log2(Math.min(8, simulation.coreThread.length)));
  return Math.min(timeSliceOf(simulation), BASE_SLICE_NS * (1 + steps));
}

/** A blocked or idle thread goes on: after `latencyNs` when a core has to be woken for it, else when its turn comes. */
export function wakeThread(simulation: Simulation, thread: number, latencyNs: number): void {
  const { threadState, servedNs, nowNs } = simulation;
  servedNs[thread] = Math.max(servedNs[thread] as number, simulation.leastServedNs);
  if (simulation.idleCount === 0) {
    endLockWait(simulation, thread);
    waitForCore(simulation, thread);
    preemptFor(simulation, thread);
    return;
  }
  const core = simulation.idleCores[--simulation.idleCount] as number;
  simulation.coreThread[core] = thread;
  simulation.threadCore[thread] = core;
  threadState[thread] = ThreadState.Waking;
  if (latencyNs > 0) setKey(simulation.cores, core, nowNs + latencyNs);
  else takeCore(simulation, core, thread);
}

/** Waiting for a lock includes waking up for it, not waiting for a core. */
function endLockWait(simulation: Simulation, thread: number): void {
  if (simulation.blockedOnLock[thread] === 0) return;
  simulation.blockedOnLock[thread] = 0;
  addTo(simulation.lockWaitNs, thread, simulation.nowNs - (simulation.threadSinceNs[thread] as number));
}

/** The thread on the core stops using it: it blocks, idles or ends. `state` says which. */
export function leaveCore(simulation: Simulation, thread: number, state: number): void {
  const core = simulation.threadCore[thread] as number;
  simulation.threadState[thread] = state;
  simulation.threadCore[thread] = -1;
  simulation.threadSinceNs[thread] = simulation.nowNs;
  simulation.coreThread[core] = -1;
  if (simulation.runQueue.size > 0) takeNext(simulation, core);
  else {
    simulation.idleCores[simulation.idleCount++] = core;
    removeItem(simulation.cores, core);
  }
}

/** Begin of a turn on a core, which costs a context switch. */
export function takeCore(simulation: Simulation, core: number, thread: number): void {
  const { nowNs, remainingNs } = simulation;
  endLockWait(simulation, thread);
  simulation.coreThread[core] = thread;
  simulation.threadCore[thread] = core;
  simulation.threadState[thread] = ThreadState.Running;
  simulation.threadSinceNs[thread] = nowNs;
  simulation.coreSinceNs[core] = nowNs;
  simulation.corePickedNs[core] = nowNs;
  // One that spun looks again; one that spins for its turn in a queue goes on spinning.
  if (simulation.spinning[thread] === 1) remainingNs[thread] = 0;
  addTo(remainingNs, thread, simulation.plan.machine.contextSwitchNs);
  scheduleCore(simulation, core);
}

/** Sets when the core needs attention next: the current stretch of CPU is used up, or the slice while others wait. */
export function scheduleCore(simulation: Simulation, core: number): void {
  const thread = simulation.coreThread[core] as number;
  let atNs = (simulation.coreSinceNs[core] as number) + (simulation.remainingNs[thread] as number);
  if (simulation.runQueue.size > 0) {
    atNs = Math.min(atNs, sliceEndNs(simulation, core));
  }
  setKey(simulation.cores, core, atNs);
}

/** The first tick at which the turn has had its protected part. */
function sliceEndNs(simulation: Simulation, core: number): number {
  const lengthNs = timeSliceOf(simulation);
  const phaseNs = simulation.corePhaseNs[core] as number;
  const earliestNs = Math.max((simulation.corePickedNs[core] as number) + protectedNsOf(simulation), simulation.nowNs);
  return phaseNs + Math.ceil((earliestNs - phaseNs) / lengthNs) * lengthNs;
}

/** Books the CPU used since last booked. */
export function accountCore(simulation: Simulation, core: number): void {
  const { nowNs, remainingNs } = simulation;
  const thread = simulation.coreThread[core] as number;
  const since = simulation.coreSinceNs[core] as number;
  const used = nowNs - since;
  addTo(simulation.onCpuNs, thread, used);
  addTo(simulation.servedNs, thread, used);
  // The same sum as in scheduleCore, so that nothing is left of it by rounding.
  remainingNs[thread] = nowNs >= since + (remainingNs[thread] as number) ? 0 : (remainingNs[thread] as number) - used;
  simulation.coreSinceNs[core] = nowNs;
}

/** The slice is over: whoever was served less takes the core. Call after accountCore. */
export function endSlice(simulation: Simulation, core: number): void {
  const { runQueue, servedNs } = simulation;
  const thread = simulation.coreThread[core] as number;
  if (runQueue.size > 0) {
    const first = runQueue.items[0] as number;
    if ((servedNs[first] as number) <= (servedNs[thread] as number)) {
      preempt(simulation, core);
      return;
    }
  }
  simulation.corePickedNs[core] = simulation.nowNs;
  scheduleCore(simulation, core);
}

function preempt(simulation: Simulation, core: number): void {
  const thread = simulation.coreThread[core] as number;
  simulation.threadCore[thread] = -1;
  waitForCore(simulation, thread);
  takeNext(simulation, core);
}

function takeNext(simulation: Simulation, core: number): void {
  const { runQueue } = simulation;
  const thread = runQueue.items[0] as number;
  removeItem(runQueue, thread);
  simulation.leastServedNs = Math.max(simulation.leastServedNs, simulation.servedNs[thread] as number);
  addTo(simulation.runnableNs, thread, simulation.nowNs - (simulation.threadSinceNs[thread] as number));
  takeCore(simulation, core, thread);
}

function waitForCore(simulation: Simulation, thread: number): void {
  simulation.threadState[thread] = ThreadState.Runnable;
  simulation.threadSinceNs[thread] = simulation.nowNs;
  setKey(simulation.runQueue, thread, simulation.servedNs[thread] as number);
  // The first to wait starts the slices of all that run.
  if (simulation.runQueue.size > 1) return;
  const { coreThread } = simulation;
  for (let core = 0; core < coreThread.length; core++) if (isRunning(simulation, core)) scheduleCore(simulation, core);
}

/** Wake-up preemption: of those past their protected part, the one that has been served most gives way. */
function preemptFor(simulation: Simulation, thread: number): void {
  const { coreThread, nowNs, servedNs } = simulation;
  const protectedNs = protectedNsOf(simulation);
  let most = servedNs[thread] as number;
  let victim = -1;
  for (let core = 0; core < coreThread.length; core++) {
    if (!isRunning(simulation, core) || nowNs - (simulation.corePickedNs[core] as number) < protectedNs) continue;
    // It steps at this very time: then it may finish the step first.
    if ((simulation.cores.keys[core] as number) <= nowNs) continue;
    const served = (servedNs[coreThread[core] as number] as number) + nowNs - (simulation.coreSinceNs[core] as number);
    if (served <= most) continue;
    most = served;
    victim = core;
  }
  if (victim < 0) return;
  accountCore(simulation, victim);
  preempt(simulation, victim);
}

function isRunning(simulation: Simulation, core: number): boolean {
  const thread = simulation.coreThread[core] as number;
  return thread >= 0 && simulation.threadState[thread] === ThreadState.Running;
}

function addTo(column: Float64Array, index: number, value: number): void {
  column[index] = (column[index] as number) + value;
}
