/**
 * Pools: who runs a task, when workers start and go.
 *
 * The queue and the dispatching are in the submitter's thread, as they are in Piscina and its like: a worker counts as free when the
 * submitter has received its reply. Pinned tasks are messages to one worker and wait in its own queue.
 */
import { leaveCore } from './cores.js';
import { wakeThread } from './wake.js';
import { pushTimer } from './heaps.js';
import { append, Phase, shift, type Simulation, ThreadState } from './state.js';
import { notify, notifyFirst } from './strands.js';

/** The task has been prepared: it goes to its worker, or queues. */
export function submitTask(simulation: Simulation, task: number): void {
  const { plan, strandThread } = simulation;
  const strand = plan.threads.length + task;
  simulation.submittedNs[task] = simulation.nowNs;
  simulation.phase[strand] = Phase.Queued;
  const pinned = plan.tasks.pinnedTo[task] as number;
  if (pinned >= 0) {
    strandThread[strand] = pinned;
    append(simulation, simulation.pinnedQueue, pinned, strand);
    takePinned(simulation, pinned);
    return;
  }
  const pool = plan.tasks.pool[task] as number;
  append(simulation, simulation.poolQueue, pool, strand);
  addTo(simulation.poolQueued, pool, 1);
  dispatch(simulation, pool);
  growPool(simulation, pool);
}

/** Queued tasks go to workers that are free, the least busy first. */
export function dispatch(simulation: Simulation, pool: number): void {
  const { plan, inFlight } = simulation;
  const limit = Math.max(1, plan.pools[pool]?.concurrentTasksPerWorker ?? 1);
  while ((simulation.poolQueued[pool] as number) > 0) {
    const worker = leastBusy(simulation, pool, limit);
    if (worker < 0) return;
    const strand = shift(simulation, simulation.poolQueue, pool);
    addTo(simulation.poolQueued, pool, -1);
    if (inFlight[worker] === 0) addTo(simulation.poolBusy, pool, 1);
    send(simulation, strand, worker);
  }
}

/** The worker's from now on, though its submitter may have to write the request first. */
function send(simulation: Simulation, strand: number, worker: number): void {
  const { tasks, threads } = simulation.plan;
  const task = strand - threads.length;
  if ((tasks.cloneCpuNs[task] as number) <= 0) {
    give(simulation, strand, worker);
    return;
  }
  addTo(simulation.inFlight, worker, 1);
  // Until the request is sent, `pc` holds the worker: the body is not begun.
  simulation.pc[strand] = worker;
  simulation.phase[strand] = Phase.SendBegin;
  simulation.strandThread[strand] = tasks.submitter[task] as number;
  notifyFirst(simulation, strand);
}

/** The request has been written. */
export function finishSending(simulation: Simulation, strand: number): void {
  const worker = simulation.pc[strand] as number;
  addTo(simulation.inFlight, worker, -1);
  give(simulation, strand, worker);
}

/** The submitter has received the worker's reply. */
export function freeWorker(simulation: Simulation, pool: number, worker: number): void {
  addTo(simulation.inFlight, worker, -1);
  if (simulation.inFlight[worker] === 0) {
    addTo(simulation.poolBusy, pool, -1);
    simulation.idleSinceNs[worker] = simulation.nowNs;
  }
  dispatch(simulation, pool);
  growPool(simulation, pool);
  if (simulation.inFlight[worker] === 0) shrinkPool(simulation, pool, worker);
}

/** The worker has sent its reply and takes what is next in its own queue. */
export function freePinned(simulation: Simulation, worker: number): void {
  addTo(simulation.inFlight, worker, -1);
  addTo(simulation.pinnedLeft, worker, -1);
  takePinned(simulation, worker);
}

/** The worker's own start is over. */
export function workerStarted(simulation: Simulation, worker: number): void {
  takePinned(simulation, worker);
  const pool = simulation.plan.threads[worker]?.pool ?? -1;
  if (pool < 0) return;
  addTo(simulation.poolStarting, pool, -1);
  simulation.idleSinceNs[worker] = simulation.nowNs;
  dispatch(simulation, pool);
  if (simulation.inFlight[worker] === 0) shrinkPool(simulation, pool, worker);
}

/** The idle time-out set at `idleSinceNs` has passed. */
export function retireIdle(simulation: Simulation, worker: number): void {
  const { plan, nowNs } = simulation;
  const pool = plan.threads[worker]?.pool ?? -1;
  const planPool = plan.pools[pool];
  if (planPool === undefined || simulation.threadState[worker] !== ThreadState.Idle) return;
  const idleNs = nowNs - (simulation.idleSinceNs[worker] as number);
  if (simulation.inFlight[worker] === 0 && idleNs >= planPool.idleTimeoutNs) retire(simulation, pool, worker);
}

export function startThread(simulation: Simulation, thread: number): void {
  if (simulation.threadState[thread] !== ThreadState.NotStarted) return;
  const pool = simulation.plan.threads[thread]?.pool ?? -1;
  if (pool >= 0) {
    addTo(simulation.poolLive, pool, 1);
    addTo(simulation.poolStarting, pool, 1);
  }
  simulation.phase[thread] = Phase.StartBegin;
  simulation.taken[thread] = 0;
  simulation.strandThread[thread] = thread;
  simulation.currentStrand[thread] = thread;
  wakeThread(simulation, thread);
}

/** The workers a pool has from the beginning. */
export function startPool(simulation: Simulation, pool: number): void {
  const planPool = simulation.plan.pools[pool];
  if (planPool === undefined || planPool.pinned) {
    for (const worker of simulation.poolWorkers[pool] ?? []) startWorker(simulation, worker);
    return;
  }
  const wanted = planPool.policy?.initialThreads ?? planPool.minThreads;
  for (let started = 0; started < wanted; started++) if (!startAnother(simulation, pool)) return;
}

/** A worker more, by the policy or by the library's rule: while more tasks queue than workers are on their way. */
function growPool(simulation: Simulation, pool: number): void {
  const queued = simulation.poolQueued[pool] as number;
  if (queued === 0) return;
  const live = simulation.poolLive[pool] as number;
  const planPool = simulation.plan.pools[pool];
  if (planPool === undefined || live >= planPool.maxThreads) return;
  const { policy } = planPool;
  const wanted =
    policy === undefined
      ? queued > (simulation.poolStarting[pool] as number)
      : live === 0 || (simulation.poolBusy[pool] as number) >= policy.scaleUpAt * live;
  if (wanted) startAnother(simulation, pool);
}

function shrinkPool(simulation: Simulation, pool: number, worker: number): void {
  const planPool = simulation.plan.pools[pool];
  if (planPool === undefined || (simulation.poolLive[pool] as number) <= planPool.minThreads) return;
  const { policy } = planPool;
  if (policy === undefined) {
    if (!Number.isFinite(planPool.idleTimeoutNs)) return;
    pushTimer(simulation.timers, worker, simulation.nowNs + planPool.idleTimeoutNs);
    return;
  }
  const busy = simulation.poolBusy[pool] as number;
  if (busy <= policy.scaleDownAt * (simulation.poolLive[pool] as number)) retire(simulation, pool, worker);
}

function retire(simulation: Simulation, pool: number, worker: number): void {
  if ((simulation.poolLive[pool] as number) <= (simulation.plan.pools[pool]?.minThreads ?? 0)) return;
  // Only one that sleeps in its event loop can go; one that is on its way there goes at a later look.
  if (simulation.threadState[worker] !== ThreadState.Idle || simulation.plan.threads[worker]?.start !== 'pool') return;
  addTo(simulation.poolLive, pool, -1);
  simulation.threadState[worker] = ThreadState.NotStarted;
}

function startAnother(simulation: Simulation, pool: number): boolean {
  for (const worker of simulation.poolWorkers[pool] ?? []) if (startWorker(simulation, worker)) return true;
  return false;
}

function startWorker(simulation: Simulation, worker: number): boolean {
  const startable = simulation.plan.threads[worker]?.start === 'pool';
  if (!startable || simulation.threadState[worker] !== ThreadState.NotStarted) return false;
  startThread(simulation, worker);
  return true;
}

function takePinned(simulation: Simulation, worker: number): void {
  if (!hasStarted(simulation, worker)) return;
  for (;;) {
    const strand = simulation.pinnedQueue.head[worker] as number;
    if (strand < 0) return;
    const pool = simulation.plan.tasks.pool[strand - simulation.plan.threads.length] as number;
    const limit = Math.max(1, simulation.plan.pools[pool]?.concurrentTasksPerWorker ?? 1);
    if ((simulation.inFlight[worker] as number) >= limit) return;
    shift(simulation, simulation.pinnedQueue, worker);
    give(simulation, strand, worker);
  }
}

function give(simulation: Simulation, strand: number, worker: number): void {
  addTo(simulation.inFlight, worker, 1);
  simulation.strandThread[strand] = worker;
  simulation.phase[strand] = Phase.Taken;
  notify(simulation, strand);
}

function leastBusy(simulation: Simulation, pool: number, limit: number): number {
  let best = -1;
  let least = limit;
  for (const worker of simulation.poolWorkers[pool] ?? []) {
    const inFlight = simulation.inFlight[worker] as number;
    if (inFlight >= least || !hasStarted(simulation, worker)) continue;
    if (inFlight === 0) return worker;
    best = worker;
    least = inFlight;
  }
  return best;
}

function hasStarted(simulation: Simulation, thread: number): boolean {
  return (
    simulation.threadState[thread] !== ThreadState.NotStarted &&
    simulation.threadState[thread] !== ThreadState.Ended &&
    (simulation.phase[thread] as number) >= Phase.ThreadBody
  );
}

/** A thread with nothing to do ends when nothing can come any more. @returns whether it has ended */
export function endIfOver(simulation: Simulation, thread: number): boolean {
  const pool = simulation.plan.threads[thread]?.pool ?? -1;
  if (simulation.phase[thread] !== Phase.BodyDone || (simulation.inFlight[thread] as number) > 0) return false;
  if ((simulation.pinnedLeft[thread] as number) > 0 || (simulation.submittedLeft[thread] as number) > 0) return false;
  if (pool >= 0 && (simulation.poolLeft[pool] as number) > 0) return false;
  const state = simulation.threadState[thread];
  if (state === ThreadState.Running) leaveCore(simulation, thread, ThreadState.Ended);
  else if (state === ThreadState.Idle) simulation.threadState[thread] = ThreadState.Ended;
  else return false;
  for (let strand = shift(simulation, simulation.joiners, thread); strand >= 0;) {
    notify(simulation, strand);
    strand = shift(simulation, simulation.joiners, thread);
  }
  return true;
}

function addTo(column: Int32Array, index: number, value: number): void {
  column[index] = (column[index] as number) + value;
}
