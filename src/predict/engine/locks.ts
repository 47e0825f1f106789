/**
 * Locks. A barging lock is free from its release on: a thread that runs may take it before the one that was woken for it, which then
 * sleeps again, at the end of the queue. A fifo lock belongs to the longest waiter from its release on, through its wake-up: a convoy.
 */
import { blockThread, notify, parkStrand, startSpinning, stopSpinning } from './strands.js';
import { notifyThread } from './wake.js';
import { append, shift, type Simulation, ThreadState, unlink } from './state.js';

/** How a step ended: the strand goes on, or it waits and its thread does (Blocks, Spins) or does not (Parks). */
export const Step = { GoesOn: 0, Parks: 1, Blocks: 2, Spins: 3 } as const;

/** The Lock op at the strand's pc. The pc moves on when the lock is taken, or is going to be handed over. */
export function takeLock(simulation: Simulation, strand: number, lock: number, asReader: boolean): number {
  const { kind, handOff } = planLock(simulation, lock);
  if (canTake(simulation, lock, asReader, handOff === 'fifo' || kind === 'async')) {
    hold(simulation, lock, asReader);
    advance(simulation, strand);
    return Step.GoesOn;
  }
  const thread = simulation.strandThread[strand] as number;
  append(simulation, simulation.lockQueue, lock, strand);
  if (kind === 'async') {
    parkStrand(simulation, thread);
    return Step.Parks;
  }
  if (kind === 'blocking') {
    blockThread(simulation, thread, true);
    return Step.Blocks;
  }
  startSpinning(simulation, thread, handOff === 'fifo' ? 2 : 1);
  return Step.Spins;
}

export function releaseLock(simulation: Simulation, lock: number): void {
  // A plan edited in the middle of a hold may release what it did not take as a reader; the count tells.
  if ((simulation.lockReaders[lock] as number) > 0) addTo(simulation.lockReaders, lock, -1);
  else if ((simulation.lockHeld[lock] as number) > 0) addTo(simulation.lockHeld, lock, -1);
  const { kind, handOff } = planLock(simulation, lock);
  if (handOff === 'fifo' || kind === 'async') handOver(simulation, lock);
  else if (kind === 'spin') endOneSpin(simulation, lock);
  else wakeOne(simulation, lock);
}

/** A spinner is off its list when it looks again; its thread has just been put on a core. */
export function leaveSpinQueue(simulation: Simulation, lock: number, strand: number): void {
  let before = -1;
  for (let at = simulation.lockQueue.head[lock] as number; at >= 0; at = simulation.next[at] as number) {
    if (at === strand) {
      unlink(simulation, simulation.lockQueue, lock, before, strand);
      return;
    }
    before = at;
  }
}

/** Whether a spinning thread would go on spinning if it were put on a core now. */
export function spinsInVain(simulation: Simulation, thread: number): boolean {
  if (simulation.spinning[thread] !== 1) return simulation.spinning[thread] === 2;
  const at = simulation.pc[simulation.currentStrand[thread] as number] as number;
  const { arg, ns } = simulation.plan.ops;
  const lock = arg[at] as number;
  const held = simulation.lockHeld[lock] as number;
  // Its own place in the queue does not hinder it.
  if (ns[at] === 1) return held > 0;
  return held >= planLock(simulation, lock).permits || (simulation.lockReaders[lock] as number) > 0;
}

function canTake(simulation: Simulation, lock: number, asReader: boolean, inOrder: boolean): boolean {
  const queued = (simulation.lockQueue.head[lock] as number) >= 0;
  if (inOrder && queued) return false;
  const held = simulation.lockHeld[lock] as number;
  const readers = simulation.lockReaders[lock] as number;
  // A reader that comes to other readers after a waiting writer waits too: otherwise writers would starve. But not for a lock that
  // nobody has: nobody would wake it.
  if (asReader) return held === 0 && (readers === 0 || !queued);
  return readers === 0 && held < planLock(simulation, lock).permits;
}

function hold(simulation: Simulation, lock: number, asReader: boolean): void {
  addTo(asReader ? simulation.lockReaders : simulation.lockHeld, lock, 1);
}

/** The lock passes to the longest waiters: one, or all readers at the head of the queue. */
function handOver(simulation: Simulation, lock: number): void {
  for (;;) {
    const strand = simulation.lockQueue.head[lock] as number;
    if (strand < 0) return;
    const asReader = simulation.plan.ops.ns[simulation.pc[strand] as number] === 1;
    const held = simulation.lockHeld[lock] as number;
    const free = asReader
      ? held === 0
      : (simulation.lockReaders[lock] as number) === 0 && held < planLock(simulation, lock).permits;
    if (!free) return;
    shift(simulation, simulation.lockQueue, lock);
    hold(simulation, lock, asReader);
    advance(simulation, strand);
    const thread = simulation.strandThread[strand] as number;
    const { kind } = planLock(simulation, lock);
    if (kind === 'async') notify(simulation, strand);
    else if (kind === 'spin') stopSpinning(simulation, thread);
    else notifyThread(simulation, thread, true);
  }
}

function wakeOne(simulation: Simulation, lock: number): void {
  const first = simulation.lockQueue.head[lock] as number;
  if (first < 0) return;
  const readers = simulation.plan.ops.ns[simulation.pc[first] as number] === 1;
  do {
    const strand = shift(simulation, simulation.lockQueue, lock);
    notifyThread(simulation, simulation.strandThread[strand] as number, true);
  } while (readers && nextIsReader(simulation, lock));
}

function nextIsReader(simulation: Simulation, lock: number): boolean {
  const strand = simulation.lockQueue.head[lock] as number;
  return strand >= 0 && simulation.plan.ops.ns[simulation.pc[strand] as number] === 1;
}

/** Of those that spin on a core, the first; with none on a core, whoever gets one first finds the lock free. */
function endOneSpin(simulation: Simulation, lock: number): void {
  let before = -1;
  for (
    let strand = simulation.lockQueue.head[lock] as number;
    strand >= 0;
    strand = simulation.next[strand] as number
  ) {
    const thread = simulation.strandThread[strand] as number;
    if (simulation.threadState[thread] === ThreadState.Running) {
      unlink(simulation, simulation.lockQueue, lock, before, strand);
      stopSpinning(simulation, thread);
      return;
    }
    before = strand;
  }
}

function planLock(simulation: Simulation, lock: number): Simulation['plan']['locks'][number] {
  const found = simulation.plan.locks[lock];
  if (found === undefined)
    throw new RangeError(`The plan has no lock ${lock}; it has ${simulation.plan.locks.length}.`);
  return found;
}

function advance(simulation: Simulation, strand: number): void {
  addTo(simulation.pc, strand, 1);
}

function addTo(column: Int32Array, index: number, value: number): void {
  column[index] = (column[index] as number) + value;
}
