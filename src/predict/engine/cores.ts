/**
 * P cores shared by N threads, the way Linux (EEVDF, kernels from 6.6) shares them. Each core has a queue of its own, and that decides
 * what locks cost when threads outnumber cores: a woken thread may queue behind one that runs while another core is idle, and stay
 * there until that core looks for work at a tick.
 *
 * - Where a woken thread goes: see wake.ts.
 * - A core picks the thread it has served least, at the first tick after the one that runs has had its slice. A thread that was served
 *   less than its share when it went to sleep takes the core at once when it wakes; all others wait for their turn.
 * - A core that runs out of work takes a thread that queues elsewhere and has not run for MIGRATION_COST_NS; at a tick any that queues.
 * - Now and then queues are evened out, and a thread too many goes round.
 *
 * A thread that holds a lock is preempted like any other. The numbers below are the kernel's defaults, not fitted to a program; the
 * rules were checked against the kernel's own trace of what it did (`sched_switch`, `sched_wakeup`, `sched_migrate_task`).
 */
import { removeItem, setKey } from './heaps.js';
import { noteBusy, noteSleep } from './load.js';
import { isIdle, loadOf, queueOf, releaseIdle, takeIdle } from './run-queues.js';
import { BALANCE_NS_PER_CORE, type Simulation, ThreadState } from './state.js';

const ROUNDING_NS = 1;
/** Below it a slice would be all switching. */
const SHORTEST_SLICE_NS = 1000;
/** `base_slice_ns`: a slice is so long × (1 + log2 of cores, of at most 8), and ends at a tick. */
const BASE_SLICE_NS = 700_000;
/** `migration_cost_ns`: a thread that ran less than this ago is left where its cache is. */
const MIGRATION_COST_NS = 500_000;
/** A kernel's clock ticks at least 250 times a second, however long its slices are. */
const LONGEST_TICK_NS = 4_000_000;
/** From a tick until an idle core has heard of it. */
const LOOK_DELAY_NS = 5_000;

export function leastLoaded(simulation: Simulation): number {
  let best = 0;
  for (let core = 1; core < simulation.coreThread.length; core++)
    if (loadOf(simulation, core) < loadOf(simulation, best)) best = core;
  return best;
}

/** A woken thread waits for its turn on a core that is busy. */
export function queueBehind(simulation: Simulation, core: number, thread: number): void {
  endLockWait(simulation, thread);
  place(simulation, core, thread);
  queueOn(simulation, core, thread);
  preemptFor(simulation, core);
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
  simulation.lastRanNs[thread] = simulation.nowNs;
  simulation.lagNs[thread] = Math.max(0, lagOn(simulation, core, thread));
  noteSleep(simulation, thread);
  simulation.coreThread[core] = -1;
  if (queueOf(simulation, core).size > 0) takeNext(simulation, core, core);
  else if (!stealFor(simulation, core, MIGRATION_COST_NS)) rest(simulation, core);
}

/** A core with nothing to run looks again at a tick while others queue elsewhere. */
export function lookAgain(simulation: Simulation, core: number): void {
  if (stealFor(simulation, core, 0)) {
    noteBusy(simulation);
    takeIdle(simulation, core);
  } else if (simulation.queuedCount > 0) lookAtTick(simulation, core);
  else removeItem(simulation.cores, core);
}

function rest(simulation: Simulation, core: number): void {
  noteBusy(simulation);
  releaseIdle(simulation, core);
  simulation.idleFromNs[core] = simulation.nowNs;
  if (simulation.queuedCount > 0) lookAtTick(simulation, core);
  else removeItem(simulation.cores, core);
}

/** Of the threads that queue on other cores and last ran `coldNs` ago or earlier, the one that has not run for longest. */
function stealFor(simulation: Simulation, core: number, coldNs: number): boolean {
  if (simulation.queuedCount === 0) return false;
  let from = -1;
  let longest = -1;
  let earliestNs = simulation.nowNs - coldNs;
  for (let other = 0; other < simulation.coreThread.length; other++) {
    const { items, size } = queueOf(simulation, other);
    for (let at = 0; at < size; at++) {
      const thread = items[at] as number;
      const ranNs = simulation.lastRanNs[thread] as number;
      if (ranNs > earliestNs || (ranNs === earliestNs && longest >= 0)) continue;
      earliestNs = ranNs;
      longest = thread;
      from = other;
    }
  }
  if (from < 0) return false;
  takeQueued(simulation, from, core, longest);
  return true;
}

/** Begin of a turn on a core, which costs a context switch. */
export function takeCore(simulation: Simulation, core: number, thread: number): void {
  const { nowNs, remainingNs } = simulation;
  endLockWait(simulation, thread);
  simulation.coreThread[core] = thread;
  simulation.coreYields[core] = 0;
  simulation.threadCore[thread] = core;
  simulation.lastCore[thread] = core;
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
  if (queueOf(simulation, core).size > 0) {
    const protectedUntilNs = (simulation.corePickedNs[core] as number) + protectedNsOf(simulation);
    atNs = Math.min(atNs, nextTickNs(simulation, Math.max(protectedUntilNs, simulation.nowNs)));
  }
  setKey(simulation.cores, core, atNs);
}

function nextTickNs(simulation: Simulation, earliestNs: number): number {
  const lengthNs = timeSliceOf(simulation);
  const phaseNs = simulation.tickPhaseNs;
  return Math.max(earliestNs, phaseNs + Math.ceil((earliestNs - phaseNs) / lengthNs) * lengthNs);
}

function timeSliceOf(simulation: Simulation): number {
  return Math.max(SHORTEST_SLICE_NS, simulation.plan.machine.timeSliceNs);
}

function protectedNsOf(simulation: Simulation): number {
  const steps = Math.floor(Math.log2(Math.min(8, simulation.coreThread.length)));
  return Math.min(timeSliceOf(simulation), BASE_SLICE_NS * (1 + steps));
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

/** A tick after the protected part: whoever was served less takes the core. Call after accountCore. */
export function endSlice(simulation: Simulation, core: number): void {
  balance(simulation, core);
  const queue = queueOf(simulation, core);
  const thread = simulation.coreThread[core] as number;
  if (queue.size > 0) {
    const first = queue.items[0] as number;
    if ((simulation.servedNs[first] as number) <= (simulation.servedNs[thread] as number)) {
      preempt(simulation, core);
      return;
    }
  }
  simulation.corePickedNs[core] = simulation.nowNs;
  scheduleCore(simulation, core);
}

/**
 * The core with the least to do pulls a thread, when it is its time to: at once when that evens them out, every second time when a thread
 * too many only goes round.
 */
function balance(simulation: Simulation, core: number): void {
  const { nowNs, nextBalanceNs, balanceFailed } = simulation;
  const least = leastLoaded(simulation);
  const dueNs = nextBalanceNs[least] as number;
  const queue = queueOf(simulation, core);
  if (nowNs < dueNs || queue.size === 0) return;
  const everyNs = BALANCE_NS_PER_CORE * simulation.coreThread.length;
  nextBalanceNs[least] = dueNs + Math.ceil((nowNs - dueNs + 1) / everyNs) * everyNs;
  const excess = loadOf(simulation, core) - loadOf(simulation, least);
  if (excess < 1) return;
  const goesRound = excess === 1 && balanceFailed[least] === 0;
  balanceFailed[least] = goesRound ? 1 : 0;
  if (goesRound) return;
  const thread = queue.items[queue.size - 1] as number;
  if (isIdle(simulation, least)) {
    noteBusy(simulation);
    takeIdle(simulation, least);
    takeQueued(simulation, core, least, thread);
    return;
  }
  simulation.lagNs[thread] = lagOn(simulation, core, thread);
  removeItem(queue, thread);
  simulation.queuedCount--;
  place(simulation, least, thread);
  enqueue(simulation, least, thread);
}

function preempt(simulation: Simulation, core: number): void {
  const thread = simulation.coreThread[core] as number;
  simulation.threadCore[thread] = -1;
  simulation.lastRanNs[thread] = simulation.nowNs;
  queueOn(simulation, core, thread);
  takeNext(simulation, core, core);
}

function takeNext(simulation: Simulation, from: number, core: number): void {
  takeQueued(simulation, from, core, queueOf(simulation, from).items[0] as number);
}

function takeQueued(simulation: Simulation, from: number, core: number, thread: number): void {
  removeItem(queueOf(simulation, from), thread);
  simulation.queuedCount--;
  addTo(simulation.runnableNs, thread, simulation.nowNs - (simulation.threadSinceNs[thread] as number));
  takeCore(simulation, core, thread);
}

function queueOn(simulation: Simulation, core: number, thread: number): void {
  simulation.threadState[thread] = ThreadState.Runnable;
  simulation.threadSinceNs[thread] = simulation.nowNs;
  enqueue(simulation, core, thread);
}

function enqueue(simulation: Simulation, core: number, thread: number): void {
  const queue = queueOf(simulation, core);
  setKey(queue, thread, simulation.servedNs[thread] as number);
  simulation.queuedCount++;
  callIdleCores(simulation);
  // The first to wait starts the slices of the one that runs.
  if (queue.size === 1 && isRunning(simulation, core)) scheduleCore(simulation, core);
}

/** Idle cores look at a tick for threads that queue. */
function callIdleCores(simulation: Simulation): void {
  for (let at = 0; at < simulation.idleCount; at++) {
    const core = simulation.idleCores[at] as number;
    if ((simulation.cores.positions[core] as number) < 0) lookAtTick(simulation, core);
  }
}

function lookAtTick(simulation: Simulation, core: number): void {
  const atNs = nextTickNs(simulation, simulation.nowNs + 1);
  // After those that run have looked whether to give way.
  setKey(simulation.cores, core, Math.min(atNs, simulation.nowNs + LONGEST_TICK_NS) + LOOK_DELAY_NS);
}

/** What those on the core have been served on average, the one that runs up to now. */
function averageServed(simulation: Simulation, core: number): number {
  const { items, size } = queueOf(simulation, core);
  const running = simulation.coreThread[core] as number;
  let sum = running < 0 ? 0 : servedNow(simulation, core);
  for (let at = 0; at < size; at++) sum += simulation.servedNs[items[at] as number] as number;
  return sum / (size + (running < 0 ? 0 : 1));
}

function servedNow(simulation: Simulation, core: number): number {
  const served = simulation.servedNs[simulation.coreThread[core] as number] as number;
  return isRunning(simulation, core) ? served + simulation.nowNs - (simulation.coreSinceNs[core] as number) : served;
}

/** How much less than the others on the core the thread there has been served. */
function lagOn(simulation: Simulation, core: number, thread: number): number {
  return averageServed(simulation, core) - (simulation.servedNs[thread] as number);
}

/** Among others only what a thread is behind or ahead of them counts. */
function place(simulation: Simulation, core: number, thread: number): void {
  const others = loadOf(simulation, core);
  if (others === 0) return;
  // The newcomer moves the average it is measured by.
  const lag = ((simulation.lagNs[thread] as number) * (others + 1)) / others;
  simulation.servedNs[thread] = averageServed(simulation, core) - lag;
}

/** Wake-up preemption: the one that runs gives way where it has been served more than the average, the woken one included. */
function preemptFor(simulation: Simulation, core: number): void {
  if (!isRunning(simulation, core) || servedNow(simulation, core) <= averageServed(simulation, core) + ROUNDING_NS)
    return;
  // It steps at this very time: then it may finish the step first.
  if ((simulation.cores.keys[core] as number) <= simulation.nowNs) {
    simulation.coreYields[core] = 1;
    return;
  }
  accountCore(simulation, core);
  preempt(simulation, core);
}

/** After a step: a thread that was to give way does. @returns false when there is nobody any more to give way to */
export function yieldCore(simulation: Simulation, core: number): boolean {
  if (simulation.coreYields[core] === 0) return false;
  simulation.coreYields[core] = 0;
  if (queueOf(simulation, core).size === 0) return false;
  preempt(simulation, core);
  return true;
}

function isRunning(simulation: Simulation, core: number): boolean {
  const thread = simulation.coreThread[core] as number;
  return thread >= 0 && simulation.threadState[thread] === ThreadState.Running;
}

function addTo(column: Float64Array, index: number, value: number): void {
  column[index] = (column[index] as number) + value;
}
