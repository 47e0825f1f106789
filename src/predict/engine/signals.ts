/** Signals: counters that strands wait for. Calls to another thread, barriers, hand-offs of work. */
import { OpCode } from '../plan.js';
import { notifyThread } from './wake.js';
import { Step } from './locks.js';
import { append, type Simulation, unlink } from './state.js';
import { blockThread, notify, parkStrand, startSpinning, stopSpinning } from './strands.js';

/** The Await… or SpinSignal op at the strand's pc, which moves on now or when the signal is raised. */
export function awaitSignal(simulation: Simulation, strand: number, signal: number, count: number): number {
  if ((simulation.signalCount[signal] as number) >= count) {
    advance(simulation, strand);
    return Step.GoesOn;
  }
  append(simulation, simulation.signalQueue, signal, strand);
  const thread = simulation.strandThread[strand] as number;
  const code = simulation.plan.ops.code[simulation.pc[strand] as number];
  if (code === OpCode.AwaitSignalAsync) {
    parkStrand(simulation, thread);
    return Step.Parks;
  }
  if (code === OpCode.AwaitSignal) {
    blockThread(simulation, thread, false);
    return Step.Blocks;
  }
  startSpinning(simulation, thread, 2);
  return Step.Spins;
}

export function raiseSignal(simulation: Simulation, signal: number): void {
  const { ops } = simulation.plan;
  const count = (simulation.signalCount[signal] as number) + 1;
  simulation.signalCount[signal] = count;
  let before = -1;
  let strand = simulation.signalQueue.head[signal] as number;
  while (strand >= 0) {
    const after = simulation.next[strand] as number;
    const at = simulation.pc[strand] as number;
    if ((ops.ns[at] as number) <= count) {
      unlink(simulation, simulation.signalQueue, signal, before, strand);
      advance(simulation, strand);
      const thread = simulation.strandThread[strand] as number;
      if (ops.code[at] === OpCode.AwaitSignalAsync) notify(simulation, strand);
      else if (ops.code[at] === OpCode.SpinSignal) stopSpinning(simulation, thread);
      else notifyThread(simulation, thread, true);
    } else before = strand;
    strand = after;
  }
}

function advance(simulation: Simulation, strand: number): void {
  simulation.pc[strand] = (simulation.pc[strand] as number) + 1;
}
