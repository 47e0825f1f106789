/** What makes a task begin, and what its end sets off. */
import { Trigger } from '../plan.js';
import { endIfOver, freePinned, freeWorker } from './pools.js';
import { append, Phase, shift, type Simulation, unlink } from './state.js';
import { makeReady, notify, resumeAt } from './strands.js';

/** Links tasks to what triggers them. Tasks that wait for nothing are triggered by `triggerFirst`. */
export function linkTriggers(simulation: Simulation): void {
  const { plan, dependents, nextDependent } = simulation;
  const { tasks } = plan;
  const perThread = new Int32Array(plan.threads.length);
  let counted = 0;
  let inOrder = true;
  let lastCount = -1;
  // Backwards, so that each list of dependents is in row order.
  for (let task = tasks.count - 1; task >= 0; task--) {
    addTo(simulation.submittedLeft, tasks.submitter[task] as number, 1);
    if ((tasks.pinnedTo[task] as number) >= 0) addTo(simulation.pinnedLeft, tasks.pinnedTo[task] as number, 1);
    addTo(simulation.poolLeft, tasks.pool[task] as number, 1);
    const cause = tasks.triggerArg[task] as number;
    if (tasks.trigger[task] === Trigger.AfterTask) {
      nextDependent[task] = dependents.head[cause] as number;
      dependents.head[cause] = task;
    } else if (tasks.trigger[task] === Trigger.AfterCount) {
      addTo(perThread, tasks.submitter[task] as number, 1);
      counted++;
      inOrder &&= lastCount < 0 || cause <= lastCount;
      lastCount = cause;
    }
  }
  simulation.byCount = new Int32Array(counted);
  for (let thread = 0, at = 0; thread < perThread.length; thread++) {
    simulation.countCursor[thread] = at;
    simulation.countEnd[thread] = at;
    at += perThread[thread] as number;
  }
  for (let task = 0; task < tasks.count; task++) {
    if (tasks.trigger[task] !== Trigger.AfterCount) continue;
    const submitter = tasks.submitter[task] as number;
    simulation.byCount[simulation.countEnd[submitter] as number] = task;
    addTo(simulation.countEnd, submitter, 1);
  }
  if (inOrder) return;
  for (let thread = 0; thread < perThread.length; thread++)
    simulation.byCount
      .subarray(simulation.countCursor[thread], simulation.countEnd[thread])
      .sort((left, right) => (tasks.triggerArg[left] as number) - (tasks.triggerArg[right] as number) || left - right);
}

/** Triggers what waits for so many tasks of the thread, when so many are done. */
export function triggerCounted(simulation: Simulation, thread: number): void {
  const { tasks } = simulation.plan;
  const done = simulation.doneOf[thread] as number;
  const end = simulation.countEnd[thread] as number;
  for (let at = simulation.countCursor[thread] as number; at < end; at++) {
    const task = simulation.byCount[at] as number;
    if ((tasks.triggerArg[task] as number) > done) return;
    simulation.countCursor[thread] = at + 1;
    trigger(simulation, task);
  }
}

/** After its delay the task's submitter prepares it. */
export function trigger(simulation: Simulation, task: number): void {
  const { tasks, threads } = simulation.plan;
  const strand = threads.length + task;
  simulation.phase[strand] = Phase.PrepareBegin;
  simulation.strandThread[strand] = tasks.submitter[task] as number;
  const delayNs = tasks.delayNs[task] as number;
  if (delayNs > 0) resumeAt(simulation, strand, simulation.nowNs + delayNs);
  else makeReady(simulation, strand);
}

/** The worker has replied: its submitter is told. */
export function sendReply(simulation: Simulation, task: number, worker: number): void {
  const strand = simulation.plan.threads.length + task;
  simulation.phase[strand] = Phase.HandleBegin;
  simulation.strandThread[strand] = simulation.plan.tasks.submitter[task] as number;
  // Until the reply is received, `pc` holds the worker: the body is over.
  simulation.pc[strand] = worker;
  notify(simulation, strand);
  if ((simulation.plan.tasks.pinnedTo[task] as number) >= 0) freePinned(simulation, worker);
}

/** The submitter has received the reply. */
export function receiveReply(simulation: Simulation, task: number): void {
  const { tasks, threads } = simulation.plan;
  if ((tasks.pinnedTo[task] as number) >= 0) return;
  freeWorker(simulation, tasks.pool[task] as number, simulation.pc[threads.length + task] as number);
}

/** The reply has been handled. */
export function finishTask(simulation: Simulation, task: number): void {
  const { tasks, threads } = simulation.plan;
  const submitter = tasks.submitter[task] as number;
  const pool = tasks.pool[task] as number;
  simulation.phase[threads.length + task] = Phase.Done;
  simulation.latencyNs[task] = simulation.nowNs - (simulation.submittedNs[task] as number);
  simulation.tasksDone++;
  addTo(simulation.doneOf, submitter, 1);
  addTo(simulation.submittedLeft, submitter, -1);
  addTo(simulation.poolLeft, pool, -1);
  if (simulation.poolLeft[pool] === 0)
    for (const worker of simulation.poolWorkers[pool] ?? []) endIfOver(simulation, worker);
  for (let strand = shift(simulation, simulation.taskWaiters, task); strand >= 0;) {
    makeReady(simulation, strand);
    strand = shift(simulation, simulation.taskWaiters, task);
  }
  releaseCountWaiters(simulation, submitter);
  for (let next = simulation.dependents.head[task] as number; next >= 0;) {
    const after = simulation.nextDependent[next] as number;
    trigger(simulation, next);
    next = after;
  }
  triggerCounted(simulation, submitter);
}

export function waitForTask(simulation: Simulation, strand: number, task: number): boolean {
  if (simulation.phase[simulation.plan.threads.length + task] === Phase.Done) return false;
  append(simulation, simulation.taskWaiters, task, strand);
  return true;
}

export function waitForCount(simulation: Simulation, strand: number, thread: number, count: number): boolean {
  if ((simulation.doneOf[thread] as number) >= count) return false;
  append(simulation, simulation.countWaiters, thread, strand);
  return true;
}

function releaseCountWaiters(simulation: Simulation, thread: number): void {
  const { countWaiters, plan, next, pc } = simulation;
  let before = -1;
  let strand = countWaiters.head[thread] as number;
  while (strand >= 0) {
    const after = next[strand] as number;
    // The waiting strand's pc is already past its AwaitCount.
    const wanted = plan.ops.arg[(pc[strand] as number) - 1] as number;
    if (wanted <= (simulation.doneOf[thread] as number)) {
      unlink(simulation, countWaiters, thread, before, strand);
      makeReady(simulation, strand);
    } else before = strand;
    strand = after;
  }
}

function addTo(column: Int32Array, index: number, value: number): void {
  column[index] = (column[index] as number) + value;
}
