/**
 * The run understood: what the model makes of a trace, and all that detectors may look at.
 *
 * Times are ns since the trace's epoch; NaN means "not known". Tables are columns (typed arrays of equal length `count`),
 * because a run may hold millions of rows; the small things are plain objects.
 */
import type { MemoryProfile } from './memory/memory-profile.js';

export interface Profile {
  run: RunInfo;
  threads: Thread[];
  pools: Pool[];
  agents: Agent[];
  sites: Site[];
  tasks: TaskTable;
  locks: Lock[];
  /** Words of shared memory that are waited on or polled but are no locks: conditions, hand-off flags, sleeps, calls. */
  waitPoints: WaitPoint[];
  messageSites: MessageSite[];
  payloads: Payload[];
  rounds: Round[];
  hotFunctions: HotFunction[];
  host: HostLoad;
  quality: DataQuality;
  /** CPU samples by source line; absent in traces of probes that did not tell lines. */
  lineSamples?: LineSamples[];
  /** Who copied how much to whom. */
  copies?: ThreadCopies[];
  /** From the memory pass; absent where there was none. */
  memory?: MemoryProfile;
}

/** An index into `Profile.sites`; -1 = not known. */
export type SiteIndex = number;
/** An index into `Profile.threads`; -1 = not known. */
export type ThreadIndex = number;

export interface RunInfo {
  pid: number;
  nodeVersion: string;
  platform: string;
  cores: number;
  cpuModel: string;
  argv: string[];
  cwd: string;
  startedAtMs: number;
  /** Start and end of what is analysed: the measured part if the workload marked one, else first to last record. */
  beginNs: number;
  endNs: number;
  exitCode: number | null;
  signal: string | null;
  /** From spawn to exit of the command, as the launcher saw it; absent when it did not see the end. */
  wallNs?: number;
}

export interface Frame {
  functionName: string;
  /** Absolute path or URL, after source maps. */
  file: string;
  /** 1-based. */
  line: number;
  column: number;
  /** The generated position, where a source map was followed. */
  generated?: { file: string; line: number; column: number };
  /** user code, a dependency (node_modules), node's own code. */
  owner: 'user' | 'dependency' | 'node';
  /** Name of the package for a dependency. */
  packageName?: string;
}

/** A call stack, innermost first. `place` is the frame a person should be shown. */
export interface Site {
  frames: Frame[];
  /** Index into frames: the innermost user frame; for locks, past the lock's own helper functions. -1 when there is none. */
  place: number;
}

export interface Thread {
  index: ThreadIndex;
  /** worker_threads.threadId; 0 = main. */
  threadId: number;
  parent: ThreadIndex;
  isMain: boolean;
  origin: 'main' | 'worker' | 'piscina' | 'tinypool' | 'workerpool' | 'poolifier' | 'jest-worker';
  file: string;
  name: string;
  createdAt: SiteIndex;
  /** From the parent's new Worker() (main: the epoch) to the last that is known of it; within the measured part of the run. */
  beginNs: number;
  endNs: number;
  /** When its own code began; begin→ready is start-up. */
  readyNs: number;
  ended: 'exit' | 'terminated' | 'error' | 'with-process' | 'unknown';
  pool: number;
  /** Where its time from begin to end went; the parts sum to end - begin. */
  states: ThreadStates;
  /** What /proc said it was doing, how often, when looked at inside its tasks. Tells sync I/O from waiting in the event loop. */
  sampledInTasks: { running: number; futex: number; eventLoop: number; otherSyscall: number; diskSleep: number };
  /** CPU samples taken in it. */
  samples: number;
  gc: { count: number; totalNs: number; majorCount: number; majorNs: number; longestNs: number };
  loopIdleNs: number;
  /** What the scheduler said over time, for the timeline; absent where it says nothing. */
  schedule?: ScheduleTable;
}

/** Readings of the scheduler, in order of time; cumulative since the thread began. May be thinned out for long runs. */
export interface ScheduleTable {
  count: number;
  atNs: Float64Array;
  onCpuNs: Float64Array;
  runnableNs: Float64Array;
}

/** ns. On a platform without /proc, onCpu and runnable are NaN and `blocked` holds what is left. */
export interface ThreadStates {
  /** Start-up: from new Worker() to its first own code. */
  startingNs: number;
  onCpuNs: number;
  /** Runnable, waiting for a core. */
  runnableNs: number;
  /** Blocked in Atomics.wait for a lock another thread holds. */
  lockWaitNs: number;
  /** Blocked in Atomics.wait for something else inside a task: a call's reply, a barrier, a sleep. */
  otherWaitNs: number;
  /** Inside a task it runs but neither on CPU, nor runnable, nor in a known wait: I/O, child processes, native waits. Where the scheduler is not known: all of its tasks but the known waits. */
  ioNs: number;
  /** No task: idle in its pool or its event loop. The main thread waiting for its pool is idle too. */
  idleNs: number;
}

export interface Pool {
  id: number;
  library: 'piscina' | 'tinypool' | 'workerpool' | 'poolifier' | 'jest-worker' | 'workers';
  createdAt: SiteIndex;
  file: string;
  minThreads: number;
  /** NaN where a library that starts threads on demand does not tell. */
  maxThreads: number;
  concurrentTasksPerWorker: number;
  idleTimeoutMs: number;
  /** Threads seen over the run, and the most alive at one time. */
  threads: ThreadIndex[];
  peakThreads: number;
  taskCount: number;
}

export interface Agent {
  id: number;
  name: string;
}

/**
 * One row a task, in order of start. Known from the pool's own calls, or (source = messages) from request and reply.
 * submit → (queue) → dispatch → (clone, transfer, pick-up) → start → (run) → end → (reply) → done.
 */
export interface TaskTable {
  count: number;
  source: Uint8Array; // 0 = pool's calls, 1 = inferred from messages
  pool: Int32Array; // Pool.id or -1
  agent: Int32Array; // Agent.id or -1
  thread: Int32Array; // worker's ThreadIndex
  submitter: Int32Array; // ThreadIndex
  submitSite: Int32Array; // SiteIndex
  /** For tasks inferred from messages that come out of a library's own queue: the latest moment known to be before it, see attribute-queued.ts. */
  submitNs: Float64Array;
  dispatchNs: Float64Array;
  startNs: Float64Array;
  endNs: Float64Array;
  doneNs: Float64Array;
  /** Serialise time of the request and bytes of it (NaN = unknown). */
  cloneNs: Float64Array;
  /** Deserialise time of the request where measured; NaN = not. */
  deserialiseNs: Float64Array;
  requestBytes: Float64Array;
  replyBytes: Float64Array;
  /** Time inside the task its thread was blocked for a lock. */
  lockWaitNs: Float64Array;
  /** CPU time of its thread during the task, as far as samples of the scheduler tell; NaN where the task is shorter than the sampling. */
  cpuNs: Float64Array;
  failed: Uint8Array;
  /** 1 when other tasks ran interleaved on the same thread (concurrentTasksPerWorker > 1). */
  overlapped: Uint8Array;
}

export interface Lock {
  id: number;
  kind: 'atomics-blocking' | 'atomics-spin' | 'web-lock' | 'async-mutex' | 'async-semaphore';
  /** A name a person can tell it by: its creation site's variable or class, its web-lock name, else "lock 1". */
  name: string;
  createdAt: SiteIndex;
  /** Where it is taken, most lost time first. */
  acquireSites: { site: SiteIndex; count: number; waitNs: number }[];
  releaseSites: { site: SiteIndex; count: number }[];
  threads: ThreadIndex[];
  /** Exact counts over the run. */
  acquires: number;
  /** The same for each thread that took it; absent where threads do not count. */
  acquiresByThread?: { thread: ThreadIndex; acquires: number }[];
  contendedAcquires: number;
  failedAttempts: number;
  /** Totals over all threads. waitNs: blocked; spinNs: burning CPU for it; both count as waiting. */
  waitNs: number;
  spinNs: number;
  holdNs: number;
  /** Acquisitions whose hold was timed; holdNs is scaled to all acquires when fewer were timed. */
  holdSamples: number;
  waits: WaitTable;
  holds: HoldTable;
  /** What ran inside its holds: share of hold time by CPU sample, biggest first; `blocked` = not on CPU while holding. */
  inside: { functionName: string; site: SiteIndex; samples: number; share: number }[];
  insideSamples: number;
  /** Time the holder was not on CPU: in a nested wait (`heldWaitNs`: known waits, I/O, await), runnable without a core. */
  heldWaitNs: number;
  heldRunnableNs: number;
  /** Lock ids waited for while holding this one: ns. */
  nested: { lock: number; waitNs: number; count: number }[];
  /** Agent-to-agent waiting, biggest first: who waited for whom. */
  waitsFor: { waiter: number; owner: number; waitNs: number; count: number }[];
}

/** Detailed waits (bounded; `Lock.waitNs` is exact). */
export interface WaitTable {
  count: number;
  thread: Int32Array;
  owner: Int32Array; // ThreadIndex or -1
  beginNs: Float64Array;
  endNs: Float64Array;
  site: Int32Array;
  task: Int32Array; // row in TaskTable or -1
  /** 1 = ended by time-out. */
  timedOut: Uint8Array;
}

export interface HoldTable {
  count: number;
  thread: Int32Array;
  beginNs: Float64Array;
  endNs: Float64Array;
  site: Int32Array;
  task: Int32Array;
}

export interface WaitPoint {
  /** What the waiting means. `idle`: a worker's loop for its next task. `sleep`: ends by time-out, nobody notifies. `call`: reply of another thread to a request just made. `barrier`: all wait for the last. `handoff`: a flag or queue another thread fills. `unknown`. */
  meaning: 'idle' | 'sleep' | 'call' | 'barrier' | 'handoff' | 'unknown';
  /** How: blocked in Atomics.wait, spinning on loads, or looking again and again (time-outs, timers, empty receiveMessageOnPort). */
  how: 'blocked' | 'spin' | 'poll';
  site: SiteIndex;
  createdAt: SiteIndex;
  threads: ThreadIndex[];
  notifiers: ThreadIndex[];
  count: number;
  totalNs: number;
  /** Part of totalNs that was spent burning CPU. */
  cpuNs: number;
  /** Part of totalNs on the main thread. */
  mainNs: number;
  /** Looks that found nothing. */
  emptyLooks: number;
  waits: WaitTable;
  /** Recorded notifies of its words, in order of time. */
  notifies?: { thread: Int32Array; atNs: Float64Array };
}

export interface MessageSite {
  site: SiteIndex;
  /** Where it is posted: main → worker requests, worker → main replies, other. */
  direction: 'to-worker' | 'to-parent' | 'other';
  /** Posted by the pool library itself on behalf of tasks or results. */
  byPool: boolean;
  threads: ThreadIndex[];
  count: number;
  bytes: number;
  bytesKnownFor: number;
  bytesEstimated: boolean;
  serialiseNs: number;
  /** Measured (receiveMessageOnPort), or the receiver's gap before the handler; NaN when not known. */
  deserialiseNs: number;
  /** Synchronous handler time at the receiver; not that of requests whose handler is the task. */
  handleNs: number;
  transfers: number;
  shares: number;
  /** Sizes, as p50/p95/max of what was sized. */
  bytesP50: number;
  bytesMax: number;
}

/** A large object posted more than once, followed by identity. */
export interface Payload {
  site: SiteIndex;
  kind: 'object' | 'array' | 'typed-array' | 'array-buffer' | 'string' | 'map-or-set';
  bytes: number;
  posts: number;
  receivers: ThreadIndex[];
  /** ns spent serialising it, all posts; deserialise as far as measured. */
  serialiseNs: number;
  deserialiseNs: number;
}

export interface Round {
  number: number;
  beginNs: number;
  endNs: number;
}

export interface HotFunction {
  functionName: string;
  site: SiteIndex;
  /** Samples with it innermost, all threads and on main. */
  selfSamples: number;
  mainSamples: number;
  kind: 'js' | 'wasm' | 'native' | 'gc' | 'idle' | 'program';
}

/** CPU samples of one thread in one function, by the line they were on, after source maps. */
export interface LineSamples {
  thread: ThreadIndex;
  /** The function, as in hotFunctions. */
  site: SiteIndex;
  file: string;
  line: number;
  samples: number;
}

/** Messages from one thread to another that were cloned. */
export interface ThreadCopies {
  from: ThreadIndex;
  /** -1: a port whose other end is not known. */
  to: ThreadIndex;
  /** The one that posts most of it. */
  site: SiteIndex;
  messages: number;
  /** NaN where none was sized; the mean of those sized stands for the others. */
  bytes: number;
  cloneNs: number;
}

/** From the scheduler, 10-20 times a second; empty where the platform has no /proc. */
export interface HostLoad {
  /** Mean share of the machine's CPU used by others than this process tree, 0..1; NaN = unknown. */
  foreignShare: number;
  /** Mean share of the cores this process used, 0..1. */
  ownShare: number;
  /** Share of time in which work was queued or runnable though a core was free, 0..1. */
  idleCoresWhileQueued: number;
  /** Readings of the CPU this whole process used, cumulative; with the threads' own it tells what Node's helpers used. */
  processCpu?: { atNs: Float64Array; cpuNs: Float64Array };
  /** The same of the whole machine. */
  hostCpu?: { atNs: Float64Array; cpuNs: Float64Array };
}

export interface DataQuality {
  complete: boolean;
  /** What is missing, in sentences for people. */
  missing: string[];
  records: number;
  bytes: number;
  lostRecords: number;
  unrecordedThreads: number;
  notes: string[];
  /** Replies that found no request and the reverse. */
  unmatchedTasks: number;
  /** What the probe cost, ns of CPU: in the program's threads, and in the collector. As a share of the process's CPU. */
  probe: { inThreadsNs: number; collectorNs: number; startNs: number; shareOfCpu: number };
  /** True where /proc was readable. */
  schedulerKnown: boolean;
}
