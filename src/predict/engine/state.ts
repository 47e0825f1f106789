/**
 * All that changes while a plan runs. Columns, so that a step allocates nothing.
 *
 * A *strand* is a sequence of ops on one thread: a thread's own body (strand = thread index) or a task (strand = threads + row). A
 * strand is in at most one list at a time (ready, waiting for a lock or signal, queued), so one `next` column links them all.
 */
import { createRandom } from '../../statistics/random.js';
import type { Plan } from '../plan.js';
import { createIndexedHeap, createTimerHeap, type IndexedHeap, type TimerHeap } from './heaps.js';

export const ThreadState = {
  NotStarted: 0,
  /** In its event loop with nothing to do. */
  Idle: 1,
  /** A core is reserved and coming out of idle for it. */
  Waking: 2,
  Runnable: 3,
  Running: 4,
  /** In a blocking call: `blockedOnLock` says whether for a lock. */
  Blocked: 5,
  Ended: 6,
} as const;

/** Where a strand is; a task passes 0…9, by way of 14…16 where its request is dear to send, a thread's body 10…13. */
export const Phase = {
  Waiting: 0,
  PrepareBegin: 1,
  PrepareEnd: 2,
  Queued: 3,
  Taken: 4,
  TaskBody: 5,
  ReplyEnd: 6,
  HandleBegin: 7,
  HandleEnd: 8,
  Done: 9,
  StartBegin: 10,
  Started: 11,
  ThreadBody: 12,
  BodyDone: 13,
  SendBegin: 14,
  SendEnd: 15,
  Received: 16,
} as const;

/** Busy cores compare queues every 16 (`busy_factor`) × as many ms as there are cores. */
export const BALANCE_NS_PER_CORE = 16_000_000;

/** First-in first-out lists of strands, linked through `next`. */
export interface Lists {
  head: Int32Array;
  tail: Int32Array;
}

export interface Simulation {
  readonly plan: Plan;
  /** In [0, 1), from the seed. */
  readonly random: () => number;
  nowNs: number;
  /** When something last happened that the program would notice. */
  lastNs: number;
  events: number;
  tasksDone: number;

  // Cores. A core is in the heap while it has a thread; its key is when that thread needs attention next.
  readonly cores: IndexedHeap;
  readonly coreThread: Int32Array;
  /** Begin of the current stretch of CPU, and of the current turn (time slice). */
  readonly coreSinceNs: Float64Array;
  readonly corePickedNs: Float64Array;
  /** Its thread is to give way when it has finished its step. */
  readonly coreYields: Uint8Array;
  /** Slices end on a grid of their length: the kernel looks at its ticks. Where it begins is chance. */
  readonly tickPhaseNs: number;
  readonly idleCores: Int32Array;
  idleCount: number;
  /** Where in idleCores a core is, -1 = not idle. */
  readonly idlePosition: Int32Array;
  readonly idleFromNs: Float64Array;
  /** See load.ts. */
  busyShare: number;
  busySinceNs: number;
  /** Of each core its runnable threads, least served first; and how many there are in all. */
  readonly runQueues: readonly IndexedHeap[];
  queuedCount: number;
  readonly nextBalanceNs: Float64Array;
  readonly balanceFailed: Uint8Array;
  /** The core whose thread is taking a step, -1 = a timer fires. */
  steppingCore: number;
  readonly timers: TimerHeap;

  // Threads.
  readonly threadState: Uint8Array;
  readonly threadCore: Int32Array;
  readonly threadSinceNs: Float64Array;
  /** Core it ran on last, -1 = none yet, and until when. */
  readonly lastCore: Int32Array;
  /** Where it ran when it last found that core taken. */
  readonly recentCore: Int32Array;
  /** How much less than its share it had been served when it went to sleep. */
  readonly lagNs: Float64Array;
  readonly lastRanNs: Float64Array;
  /** See load.ts. */
  readonly load: Float64Array;
  readonly loadSinceNs: Float64Array;
  /** CPU until the current strand goes on; Infinity while spinning. */
  readonly remainingNs: Float64Array;
  /** CPU it has had, as fairness counts it. */
  readonly servedNs: Float64Array;
  readonly onCpuNs: Float64Array;
  readonly runnableNs: Float64Array;
  readonly lockWaitNs: Float64Array;
  readonly blockedOnLock: Uint8Array;
  /** 0 = not; 1 = looks again when put on a core; 2 = its turn comes by hand-off. */
  readonly spinning: Uint8Array;
  readonly currentStrand: Int32Array;
  readonly ready: Lists;
  readonly joiners: Lists;
  /** Strands waiting until so many tasks of this thread are done. */
  readonly countWaiters: Lists;
  readonly pinnedQueue: Lists;
  readonly inFlight: Int32Array;
  /** Tasks it has taken since it was started. */
  readonly taken: Int32Array;
  readonly idleSinceNs: Float64Array;
  /** Tasks pinned to it that have not run, tasks it submits that are not done. */
  readonly pinnedLeft: Int32Array;
  readonly submittedLeft: Int32Array;
  readonly doneOf: Int32Array;

  // Strands.
  readonly phase: Uint8Array;
  readonly pc: Int32Array;
  /** 1 = the CPU of a Submit or Spawn has been paid. */
  readonly paid: Uint8Array;
  readonly strandThread: Int32Array;
  readonly next: Int32Array;

  // Locks and signals.
  readonly lockHeld: Int32Array;
  readonly lockReaders: Int32Array;
  readonly lockQueue: Lists;
  readonly signalCount: Float64Array;
  readonly signalQueue: Lists;

  // Tasks.
  readonly submittedNs: Float64Array;
  readonly latencyNs: Float64Array;
  readonly taskWaiters: Lists;
  readonly dependents: Lists;
  readonly nextDependent: Int32Array;
  /** Rows triggered by AfterCount, by submitter and count: `byCount[countCursor[thread]]…` up to `countEnd[thread]`. */
  byCount: Int32Array;
  readonly countCursor: Int32Array;
  readonly countEnd: Int32Array;

  // Pools.
  readonly poolQueue: Lists;
  readonly poolQueued: Int32Array;
  readonly poolLive: Int32Array;
  readonly poolStarting: Int32Array;
  readonly poolBusy: Int32Array;
  readonly poolLeft: Int32Array;
  readonly poolWorkers: readonly Int32Array[];
}

export function createSimulation(plan: Plan, seed: number): Simulation {
  const threads = plan.threads.length;
  const strands = threads + plan.tasks.count;
  const cores = Math.max(1, Math.floor(plan.cores));
  const random = createRandom(seed);
  return {
    plan,
    random,
    nowNs: 0,
    lastNs: 0,
    events: 0,
    tasksDone: 0,
    cores: createIndexedHeap(cores),
    coreThread: new Int32Array(cores).fill(-1),
    coreSinceNs: new Float64Array(cores),
    corePickedNs: new Float64Array(cores),
    coreYields: new Uint8Array(cores),
    tickPhaseNs: random() * plan.machine.timeSliceNs,
    idleCores: Int32Array.from({ length: cores }, (_, index) => cores - 1 - index),
    idleCount: cores,
    idlePosition: Int32Array.from({ length: cores }, (_, index) => cores - 1 - index),
    idleFromNs: new Float64Array(cores),
    busyShare: 0,
    busySinceNs: 0,
    runQueues: Array.from({ length: cores }, () => createIndexedHeap(threads)),
    queuedCount: 0,
    nextBalanceNs: Float64Array.from({ length: cores }, () => random() * BALANCE_NS_PER_CORE * cores),
    balanceFailed: new Uint8Array(cores),
    steppingCore: -1,
    timers: createTimerHeap(),
    threadState: new Uint8Array(threads),
    threadCore: new Int32Array(threads).fill(-1),
    threadSinceNs: new Float64Array(threads),
    lastCore: new Int32Array(threads).fill(-1),
    recentCore: new Int32Array(threads).fill(-1),
    lagNs: new Float64Array(threads),
    lastRanNs: new Float64Array(threads),
    load: new Float64Array(threads),
    loadSinceNs: new Float64Array(threads),
    remainingNs: new Float64Array(threads),
    servedNs: new Float64Array(threads),
    onCpuNs: new Float64Array(threads),
    runnableNs: new Float64Array(threads),
    lockWaitNs: new Float64Array(threads),
    blockedOnLock: new Uint8Array(threads),
    spinning: new Uint8Array(threads),
    currentStrand: new Int32Array(threads).fill(-1),
    ready: createLists(threads),
    joiners: createLists(threads),
    countWaiters: createLists(threads),
    pinnedQueue: createLists(threads),
    inFlight: new Int32Array(threads),
    taken: new Int32Array(threads),
    idleSinceNs: new Float64Array(threads),
    pinnedLeft: new Int32Array(threads),
    submittedLeft: new Int32Array(threads),
    doneOf: new Int32Array(threads),
    phase: new Uint8Array(strands),
    pc: new Int32Array(strands),
    paid: new Uint8Array(strands),
    strandThread: new Int32Array(strands),
    next: new Int32Array(strands).fill(-1),
    lockHeld: new Int32Array(plan.locks.length),
    lockReaders: new Int32Array(plan.locks.length),
    lockQueue: createLists(plan.locks.length),
    signalCount: new Float64Array(plan.signals),
    signalQueue: createLists(plan.signals),
    submittedNs: new Float64Array(plan.tasks.count),
    latencyNs: new Float64Array(plan.tasks.count),
    taskWaiters: createLists(plan.tasks.count),
    dependents: createLists(plan.tasks.count),
    nextDependent: new Int32Array(plan.tasks.count).fill(-1),
    byCount: new Int32Array(0),
    countCursor: new Int32Array(threads),
    countEnd: new Int32Array(threads),
    poolQueue: createLists(plan.pools.length),
    poolQueued: new Int32Array(plan.pools.length),
    poolLive: new Int32Array(plan.pools.length),
    poolStarting: new Int32Array(plan.pools.length),
    poolBusy: new Int32Array(plan.pools.length),
    poolLeft: new Int32Array(plan.pools.length),
    poolWorkers: plan.pools.map((_, pool) =>
      Int32Array.from(plan.threads.flatMap((thread, index) => (thread.pool === pool ? [index] : []))),
    ),
  };
}

function createLists(count: number): Lists {
  return { head: new Int32Array(count).fill(-1), tail: new Int32Array(count).fill(-1) };
}

export function append(simulation: Simulation, lists: Lists, list: number, strand: number): void {
  simulation.next[strand] = -1;
  const last = lists.tail[list] as number;
  if (last < 0) lists.head[list] = strand;
  else simulation.next[last] = strand;
  lists.tail[list] = strand;
}

/** The strand goes before all others. */
export function prepend(simulation: Simulation, lists: Lists, list: number, strand: number): void {
  const first = lists.head[list] as number;
  simulation.next[strand] = first;
  lists.head[list] = strand;
  if (first < 0) lists.tail[list] = strand;
}

/** @returns the first strand of the list, or -1 */
export function shift(simulation: Simulation, lists: Lists, list: number): number {
  const first = lists.head[list] as number;
  if (first < 0) return -1;
  const second = simulation.next[first] as number;
  lists.head[list] = second;
  if (second < 0) lists.tail[list] = -1;
  simulation.next[first] = -1;
  return first;
}

/** Takes `strand`, whose predecessor in the list is `before` (-1 = it is first), out of the list. */
export function unlink(simulation: Simulation, lists: Lists, list: number, before: number, strand: number): void {
  const after = simulation.next[strand] as number;
  if (before < 0) lists.head[list] = after;
  else simulation.next[before] = after;
  if (after < 0) lists.tail[list] = before;
  simulation.next[strand] = -1;
}
