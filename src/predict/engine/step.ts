/** What a thread does when it is on a core and the CPU of its last step is used up. */
import { OpCode } from '../plan.js';
import { leaveCore } from './cores.js';
import { leaveSpinQueue, releaseLock, Step, takeLock } from './locks.js';
import { endIfOver, finishSending, startThread, submitTask, workerStarted } from './pools.js';
import { awaitSignal, raiseSignal } from './signals.js';
import { append, Phase, prepend, shift, type Simulation, ThreadState } from './state.js';
import { blockThread, parkStrand, resumeAt } from './strands.js';
import { finishTask, receiveReply, sendReply, trigger, waitForCount, waitForTask } from './tasks.js';

/** Runs the thread until it needs CPU (then `remainingNs` says how much) or has left its core. */
export function stepThread(simulation: Simulation, thread: number): void {
  const { currentStrand, remainingNs } = simulation;
  leaveSpin(simulation, thread);
  for (;;) {
    let strand = currentStrand[thread] as number;
    if (strand < 0) {
      strand = shift(simulation, simulation.ready, thread);
      if (strand < 0) {
        if (!endIfOver(simulation, thread)) leaveCore(simulation, thread, ThreadState.Idle);
        return;
      }
      currentStrand[thread] = strand;
    }
    const inBody = simulation.phase[strand] === Phase.TaskBody || simulation.phase[strand] === Phase.ThreadBody;
    if (inBody) runBody(simulation, thread, strand);
    else passPhase(simulation, thread, strand);
    if (simulation.threadState[thread] !== ThreadState.Running || (remainingNs[thread] as number) > 0) return;
  }
}

function leaveSpin(simulation: Simulation, thread: number): void {
  if (simulation.spinning[thread] !== 1) return;
  simulation.spinning[thread] = 0;
  const strand = simulation.currentStrand[thread] as number;
  leaveSpinQueue(simulation, simulation.plan.ops.arg[simulation.pc[strand] as number] as number, strand);
}

/** From one phase of a strand to the next; `remainingNs` becomes what that costs. */
function passPhase(simulation: Simulation, thread: number, strand: number): void {
  const { phase, plan, remainingNs } = simulation;
  const { tasks } = plan;
  const task = strand - plan.threads.length;
  simulation.events++;
  switch (phase[strand]) {
    case Phase.PrepareBegin:
      phase[strand] = Phase.PrepareEnd;
      remainingNs[thread] = submitCpuNs(simulation, task);
      return;
    case Phase.PrepareEnd:
      parkStrand(simulation, thread);
      submitTask(simulation, task);
      return;
    case Phase.Taken:
      phase[strand] = Phase.TaskBody;
      simulation.pc[strand] = tasks.bodyBegin[task] as number;
      remainingNs[thread] = (tasks.deserialiseCpuNs[task] as number) + warmUpNs(simulation, thread);
      return;
    case Phase.ReplyEnd:
      parkStrand(simulation, thread);
      sendReply(simulation, task, thread);
      return;
    case Phase.SendBegin:
      phase[strand] = Phase.SendEnd;
      remainingNs[thread] = tasks.cloneCpuNs[task] as number;
      return;
    case Phase.SendEnd:
      parkStrand(simulation, thread);
      finishSending(simulation, strand);
      return;
    case Phase.HandleBegin:
      // The worker that is free now gets its next task before anything is done about the reply.
      phase[strand] = Phase.Received;
      parkStrand(simulation, thread);
      prepend(simulation, simulation.ready, thread, strand);
      receiveReply(simulation, task);
      return;
    case Phase.Received:
      phase[strand] = Phase.HandleEnd;
      remainingNs[thread] = tasks.handleCpuNs[task] as number;
      return;
    case Phase.HandleEnd:
      parkStrand(simulation, thread);
      finishTask(simulation, task);
      return;
    case Phase.StartBegin:
      phase[strand] = Phase.Started;
      remainingNs[thread] = startCpuNs(simulation, thread);
      return;
    case Phase.Started:
      phase[strand] = Phase.ThreadBody;
      simulation.pc[strand] = plan.threads[thread]?.body[0] ?? 0;
      workerStarted(simulation, thread);
      return;
    default:
      throw new Error(`Strand ${strand} was run in phase ${phase[strand]}, in which it has nothing to run.`);
  }
}

/** What the next task of the worker costs for being one of its first. */
function warmUpNs({ plan, taken }: Simulation, thread: number): number {
  const pool = plan.pools[plan.threads[thread]?.pool ?? -1];
  const position = taken[thread] as number;
  taken[thread] = position + 1;
  return pool?.warmUpNs?.[position] ?? 0;
}

/** The request of a pinned task is written as it is submitted, that of others when a worker is free. */
function submitCpuNs({ plan: { tasks } }: Simulation, task: number): number {
  const isPinned = (tasks.pinnedTo[task] as number) >= 0;
  return (tasks.prepareCpuNs[task] as number) + (isPinned ? (tasks.cloneCpuNs[task] as number) : 0);
}

/** A pool's worker pays what workers of the pool cost, or its own start if that is recorded to be more. */
function startCpuNs(simulation: Simulation, thread: number): number {
  const { pools, threads } = simulation.plan;
  const own = threads[thread]?.startCpuNs ?? 0;
  const pool = threads[thread]?.start === 'pool' ? pools[threads[thread].pool] : undefined;
  return Math.max(own, pool?.workerStartCpuNs ?? 0);
}

/** Ops, until one needs CPU, waits, or was the last. */
function runBody(simulation: Simulation, thread: number, strand: number): void {
  const { plan, pc, phase, remainingNs } = simulation;
  const { code, arg, ns } = plan.ops;
  const isTask = strand >= plan.threads.length;
  const task = strand - plan.threads.length;
  const end = isTask ? (plan.tasks.bodyEnd[task] as number) : (plan.threads[thread]?.body[1] ?? 0);
  for (;;) {
    const at = pc[strand] as number;
    if (at >= end) break;
    simulation.events++;
    if (code[at] === OpCode.Compute) {
      pc[strand] = at + 1;
      const cost = ns[at] as number;
      if (cost <= 0) continue;
      remainingNs[thread] = cost;
      return;
    }
    if (code[at] === OpCode.Unlock) {
      releaseLock(simulation, arg[at] as number);
      pc[strand] = at + 1;
    } else if (runOp(simulation, thread, strand, at) !== Step.GoesOn) return;
    if ((remainingNs[thread] as number) > 0) return;
  }
  if (isTask) {
    phase[strand] = Phase.ReplyEnd;
    remainingNs[thread] = plan.tasks.replyCpuNs[task] as number;
  } else {
    phase[strand] = Phase.BodyDone;
    parkStrand(simulation, thread);
  }
}

/** An op that may wait. `pc` moves on here, or by whoever ends the wait. */
function runOp(simulation: Simulation, thread: number, strand: number, at: number): number {
  const { ops } = simulation.plan;
  const arg = ops.arg[at] as number;
  const ns = ops.ns[at] as number;
  switch (ops.code[at]) {
    case OpCode.Lock:
      return takeLock(simulation, strand, arg, ns === 1);
    case OpCode.AwaitSignal:
    case OpCode.SpinSignal:
    case OpCode.AwaitSignalAsync:
      return awaitSignal(simulation, strand, arg, ns);
    case OpCode.Submit:
      return submitInline(simulation, thread, strand, arg);
    case OpCode.Spawn:
      return spawn(simulation, thread, strand, arg, ns);
    default:
  }
  simulation.pc[strand] = at + 1;
  switch (ops.code[at]) {
    case OpCode.BlockIo:
      resumeAt(simulation, strand, simulation.nowNs + ns);
      blockThread(simulation, thread, false);
      return Step.Blocks;
    case OpCode.AwaitIo:
      resumeAt(simulation, strand, simulation.nowNs + ns);
      return park(simulation, thread);
    case OpCode.Signal:
      raiseSignal(simulation, arg);
      return Step.GoesOn;
    case OpCode.AwaitTask:
      return waitForTask(simulation, strand, arg) ? park(simulation, thread) : Step.GoesOn;
    case OpCode.AwaitCount:
      return waitForCount(simulation, strand, thread, arg) ? park(simulation, thread) : Step.GoesOn;
    case OpCode.Join:
      if (simulation.threadState[arg] === ThreadState.Ended) return Step.GoesOn;
      append(simulation, simulation.joiners, arg, strand);
      return park(simulation, thread);
    default:
      throw new RangeError(`Op ${at} has the code ${ops.code[at]}, which is none of OpCode.`);
  }
}

function park(simulation: Simulation, thread: number): number {
  parkStrand(simulation, thread);
  return Step.Parks;
}

/** Preparing is part of the body that submits, unless the task comes later. */
function submitInline(simulation: Simulation, thread: number, strand: number, task: number): number {
  const { tasks } = simulation.plan;
  if ((tasks.delayNs[task] as number) > 0) trigger(simulation, task);
  else if (isPaid(simulation, thread, strand, submitCpuNs(simulation, task))) submitTask(simulation, task);
  else return Step.GoesOn;
  simulation.pc[strand] = (simulation.pc[strand] as number) + 1;
  return Step.GoesOn;
}

function spawn(simulation: Simulation, thread: number, strand: number, started: number, costNs: number): number {
  if (!isPaid(simulation, thread, strand, costNs)) return Step.GoesOn;
  startThread(simulation, started);
  simulation.pc[strand] = (simulation.pc[strand] as number) + 1;
  return Step.GoesOn;
}

/** First the CPU, then the act: the first time false, with `remainingNs` set. */
function isPaid(simulation: Simulation, thread: number, strand: number, costNs: number): boolean {
  if (costNs > 0 && simulation.paid[strand] === 0) {
    simulation.paid[strand] = 1;
    simulation.remainingNs[thread] = costNs;
    return false;
  }
  simulation.paid[strand] = 0;
  return true;
}
