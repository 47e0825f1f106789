/**
 * A run as a program that can be run again in the model: who does what, what it costs, and what waits for what.
 *
 * Built from a Profile by build-plan.ts, changed by edits (edits/), executed by simulate.ts. What the recorded run did at a
 * certain time is not in here; only costs and dependencies are, so that times can come out differently.
 *
 * All durations are ns. CPU costs (`…CpuNs`, Compute) are on-CPU time on an otherwise idle core: they stretch when threads
 * share cores. Latencies (BlockIo, AwaitIo, delays) pass whether or not there is a core.
 */

export interface Plan {
  /** Cores the run had. */
  cores: number;
  machine: Machine;
  /** Index 0 is the main thread. Workers of a pool that starts them on demand are there too: `spawn` says who starts one. */
  threads: PlanThread[];
  pools: PlanPool[];
  locks: PlanLock[];
  tasks: PlanTasks;
  ops: Ops;
  /** Number of signals used by Signal / AwaitSignal. */
  signals: number;
  /** Before the first and after the last that is modelled: boot of the process, its exit. Part of the makespan; no edit changes them. */
  fixedNs: number;
}

/** Costs of this machine, measured on it. An interval (low, high) is drawn from in each bootstrap replay. */
export interface Machine {
  /** From a notify (or a posted message) to the woken thread's next own code, a core being free. Includes the CPU of its switch. */
  wakeLatencyNs: number;
  /** Nine of ten wake-ups were between these; each simulated one is drawn from it. */
  wakeLatencyRange: [low: number, high: number];
  /** A core that has been idle for less than `untilNs` wakes faster: from `share` of the latency and the notify's CPU at 0 up to all of it. */
  shallowIdle?: { untilNs: number; share: number };
  /** CPU a notify costs the thread that notifies when a core has to be woken for the other. Absent: it is in the recorded compute. */
  notifyCpuNs?: number;
  /** CPU a thread pays when it is put on a core. */
  contextSwitchNs: number;
  /** Time slice when more threads are runnable than there are cores. */
  timeSliceNs: number;
  /** One uncontended atomic read-modify-write. */
  atomicNs: number;
  /** CPU to start a worker thread (in the worker) until its own code is ready. */
  workerStartCpuNs: number;
  /** CPU of receiving a small message and calling its handler. Absent where it was not measured. */
  messageReceiveNs?: number;
}

export interface PlanThread {
  name: string;
  /** Index into pools, or -1. */
  pool: number;
  /** `begin`: there from the start (main). `pool`: started by its pool. `spawn`: by a Spawn op. */
  start: 'begin' | 'pool' | 'spawn';
  /** CPU in it before its first own code. */
  startCpuNs: number;
  /** Its own code from top to bottom, ops [begin, end); empty range when it only runs tasks. */
  body: [begin: number, end: number];
  /** Share of its CPU time that was garbage collection, 0..1; absent where not known. */
  gcShare?: number;
  /** Share of its CPU time that went into posting and receiving messages that belong to no task, 0..1; absent where there were none. */
  messageShare?: number;
  /** Stands for Node's own threads (compiling, collecting garbage): how much they do goes with how much the program computes. */
  helper?: true;
}

export interface PlanPool {
  /** Pool.id of the Profile. */
  id: number;
  minThreads: number;
  maxThreads: number;
  concurrentTasksPerWorker: number;
  /** CPU in a new worker of it before it takes tasks. */
  workerStartCpuNs: number;
  /** CPU that a worker's first, second… task costs beyond what it would on a warm one; absent where none was seen. */
  warmUpNs?: number[];
  idleTimeoutNs: number;
  /** Absent: the library's own rule (a worker more while tasks queue and live < max). */
  policy?: PoolPolicy;
  /** Tasks name their worker (hand-made workers): no common queue. */
  pinned: boolean;
}

/** An adaptive pool. Utilisation = busy workers / live workers, looked at whenever a task is submitted or ends. */
export interface PoolPolicy {
  initialThreads: number;
  /** Start a worker when utilisation is at or above this, 0..1, and tasks wait. */
  scaleUpAt: number;
  /** Retire an idle worker when utilisation is at or below this, 0..1. */
  scaleDownAt: number;
}

export interface PlanLock {
  /** Lock.id of the Profile; shards of one lock share it. */
  id: number;
  /** `blocking`: the thread sleeps (Atomics.wait). `spin`: burns CPU. `async`: the strand parks, its thread goes on (Web Locks, async-mutex). */
  kind: 'blocking' | 'spin' | 'async';
  /** `barging`: whoever comes first after a release gets it. `fifo`: the longest waiter does (ticket, convoy). */
  handOff: 'barging' | 'fifo';
  /** How many may hold it at once (semaphores); 1 = mutex. */
  permits: number;
  /** Most that held it or waited for it at one time; absent where not known. */
  contenders?: number;
}

/**
 * One row a task. Life of a task: its trigger fires → `delayNs` passes → the submitter pays `prepareCpuNs` → queue → a worker is free →
 * the submitter pays `cloneCpuNs` (of a pinned task as it is submitted) → wake latency → the worker pays `deserialiseCpuNs`, runs the
 * body, pays `replyCpuNs` → wake latency → the submitter hands the next task to the worker, then pays `handleCpuNs` → done.
 */
export interface PlanTasks {
  count: number;
  pool: Int32Array;
  /** Submitting thread. */
  submitter: Int32Array;
  agent: Int32Array;
  /** Worker it must run on, or -1 = whoever is free. */
  pinnedTo: Int32Array;
  /** A `Trigger`. */
  trigger: Uint8Array;
  /** For AfterTask: its row. For AfterCount: how many tasks of the same submitter must be done. For AfterOp: unused. */
  triggerArg: Int32Array;
  /** After the trigger, no CPU: timers, I/O between tasks, arrivals from outside. */
  delayNs: Float64Array;
  prepareCpuNs: Float64Array;
  /** Serialising the request, when it is sent. */
  cloneCpuNs: Float64Array;
  deserialiseCpuNs: Float64Array;
  /** Ops [bodyBegin, bodyEnd). */
  bodyBegin: Int32Array;
  bodyEnd: Int32Array;
  replyCpuNs: Float64Array;
  handleCpuNs: Float64Array;
}

export const Trigger = {
  /** When the submitter's own body reaches the Submit op that names it. */
  AfterOp: 0,
  /** When another task is done. */
  AfterTask: 1,
  /** When so many tasks of the submitter are done (0 = at once): loops with a window, rounds, one by one. */
  AfterCount: 2,
} as const;

/** Columns of equal length. What `arg` and `ns` mean depends on `code`. */
export interface Ops {
  count: number;
  code: Uint8Array;
  arg: Int32Array;
  ns: Float64Array;
}

export const OpCode = {
  /** CPU for `ns`. */
  Compute: 1,
  /** The thread is blocked for `ns`, needing no core: synchronous I/O, a sleep. */
  BlockIo: 2,
  /** The strand waits for `ns`, its thread is free for others: fetch, timers. */
  AwaitIo: 3,
  /** Take lock `arg`. `ns` = 1: as a reader (readers share). */
  Lock: 4,
  /** Release lock `arg`. */
  Unlock: 5,
  /** Add one to signal `arg`. */
  Signal: 6,
  /** Block the thread until signal `arg` has been raised `ns` times in all. Calls, barriers, hand-offs. */
  AwaitSignal: 7,
  /** Poll signal `arg` burning CPU until raised `ns` times. */
  SpinSignal: 8,
  /** As AwaitSignal, but only the strand waits. */
  AwaitSignalAsync: 9,
  /** Submit task `arg` (its trigger is AfterOp). */
  Submit: 10,
  /** Only the strand waits until task `arg` is done and handled. */
  AwaitTask: 11,
  /** Only the strand waits until `arg` tasks submitted by this thread are done and handled. */
  AwaitCount: 12,
  /** Start thread `arg`; `ns` CPU in the constructor. */
  Spawn: 13,
  /** Only the strand waits until thread `arg` has ended. */
  Join: 14,
} as const;
