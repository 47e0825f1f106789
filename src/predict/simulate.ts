/**
 * Runs a Plan: a discrete-event simulation of threads, cores, locks, pools and event loops.
 *
 * Time goes from one thing that matters to the next: a stretch of CPU or a time slice ends on a core, a timer fires. A core whose next
 * such moment is the earliest of all goes on at the root of the heap without leaving it, so threads that do not meet cost next to nothing.
 */
import { orderOfBegin } from './engine/begin-order.js';
import { accountCore, endSlice, lookAgain, scheduleCore, takeCore, yieldCore } from './engine/cores.js';
import { wakeThread } from './engine/wake.js';
import { popTimer } from './engine/heaps.js';
import { spinsInVain } from './engine/locks.js';
import { retireIdle, startPool, startThread } from './engine/pools.js';
import { createSimulation, Phase, type Simulation, ThreadState } from './engine/state.js';
import { stepThread } from './engine/step.js';
import { makeReady } from './engine/strands.js';
import { linkTriggers, triggerCounted } from './engine/tasks.js';
import type { Plan } from './plan.js';
import type { SimulatedRun } from './prediction.js';

/**
 * @param plan is not changed
 * @param options.seed the same seed and plan give the same bytes
 * @returns durations in ns; `stuck` where something waits for what never comes, then with the times until nothing could happen any more
 * @throws RangeError for an op code or lock that does not exist
 */
export function simulate(plan: Plan, options: { seed: number }): SimulatedRun {
  const simulation = createSimulation(plan, options.seed);
  begin(simulation);
  const { cores, timers } = simulation;
  for (;;) {
    const coreNs = cores.size > 0 ? (cores.keys[cores.items[0] as number] as number) : Infinity;
    const timerNs = timers.size > 0 ? (timers.atNs[0] as number) : Infinity;
    const nowNs = Math.min(coreNs, timerNs);
    // Nothing left, or only threads that spin for ever.
    if (nowNs === Infinity) break;
    simulation.nowNs = nowNs;
    if (timerNs <= coreNs) fireTimer(simulation, popTimer(timers));
    else if (!runCore(simulation, cores.items[0] as number)) break;
  }
  return finish(simulation);
}

function begin(simulation: Simulation): void {
  const { plan } = simulation;
  linkTriggers(simulation);
  for (const thread of orderOfBegin(plan)) startThread(simulation, thread);
  for (let pool = 0; pool < plan.pools.length; pool++) startPool(simulation, pool);
  for (let thread = 0; thread < plan.threads.length; thread++) triggerCounted(simulation, thread);
}

function fireTimer(simulation: Simulation, item: number): void {
  const { threadState, strandThread, currentStrand } = simulation;
  const threads = simulation.plan.threads.length;
  simulation.events++;
  if (item < threads) {
    retireIdle(simulation, item);
    return;
  }
  simulation.lastNs = simulation.nowNs;
  const strand = item - threads;
  const thread = strandThread[strand] as number;
  // Blocked in a synchronous wait it still is the thread's current strand; else it queues in the event loop.
  if (currentStrand[thread] === strand && threadState[thread] === ThreadState.Blocked) wakeThread(simulation, thread);
  else makeReady(simulation, strand);
}

/** @returns false when only spinning threads are left, taking turns for ever */
function runCore(simulation: Simulation, core: number): boolean {
  const { threadState, remainingNs } = simulation;
  const thread = simulation.coreThread[core] as number;
  if (thread < 0) {
    simulation.events++;
    lookAgain(simulation, core);
    return true;
  }
  if (threadState[thread] === ThreadState.Waking) {
    simulation.events++;
    takeCore(simulation, core, thread);
    return true;
  }
  accountCore(simulation, core);
  if ((remainingNs[thread] as number) > 0) {
    simulation.events++;
    if (remainingNs[thread] === Infinity && onlySpins(simulation)) return false;
    endSlice(simulation, core);
    return true;
  }
  simulation.lastNs = simulation.nowNs;
  simulation.steppingCore = core;
  stepThread(simulation, thread);
  simulation.steppingCore = -1;
  if (threadState[thread] === ThreadState.Running && simulation.threadCore[thread] === core)
    if (!yieldCore(simulation, core)) scheduleCore(simulation, core);
  return true;
}

function onlySpins(simulation: Simulation): boolean {
  if (simulation.timers.size > 0) return false;
  const { threadState } = simulation;
  for (let thread = 0; thread < threadState.length; thread++) {
    const state = threadState[thread];
    const goesOn = state === ThreadState.Waking || state === ThreadState.Runnable || state === ThreadState.Running;
    if (goesOn && !spinsInVain(simulation, thread)) return false;
  }
  return true;
}

function finish(simulation: Simulation): SimulatedRun {
  const { plan, phase, threadState } = simulation;
  const unfinished = plan.threads.some(
    (_, index) => threadState[index] !== ThreadState.NotStarted && phase[index] !== Phase.BodyDone,
  );
  return {
    makespanNs: simulation.lastNs + plan.fixedNs,
    threads: plan.threads.map((_, thread) => ({
      onCpuNs: simulation.onCpuNs[thread] as number,
      runnableNs: simulation.runnableNs[thread] as number,
      lockWaitNs: simulation.lockWaitNs[thread] as number,
    })),
    latencyNs: simulation.latencyNs,
    tasksDone: simulation.tasksDone,
    events: simulation.events,
    stuck: unfinished || simulation.tasksDone < plan.tasks.count,
  };
}
