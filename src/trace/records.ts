/**
 * The record types of a trace: what a probe may write, and what each of the four words means.
 *
 * A record is four little-endian 32-bit words (16 bytes):
 *
 *   word 0   type (bits 0-7) · flags (8-15) · c (16-31)
 *   word 1   time: ns since the thread's current base (see `Base`)
 *   word 2   a
 *   word 3   b
 *
 * Records marked f64 carry one IEEE double in words 2-3 instead of a and b. Every id but a thread index is local to the
 * thread that wrote it: the key is (thread index, id). The prose specification is docs/trace-format.md.
 *
 * This file is bundled into the probe, so it must stay free of imports and of run-time cost.
 */

/** Bytes a record takes in the ring and on disk. */
export const RECORD_BYTES = 16;

export const RecordType = {
  /** Time base. f64 = ns since the trace's epoch; all later records of the thread count from here. Time word is 0. */
  Base: 1,
  /** The next record of this thread happened at a source site. a = site id (see `BlobKind.Site`). Written when sampled. */
  At: 2,
  /** Variable-length data follows. c = BlobKind, a = id, b = byte length; then ceil(b / 16) raw 16-byte units. */
  Blob: 3,
  /** Records were dropped because the ring was full. a = how many since the last `Lost`. */
  Lost: 4,

  /** A task was handed to a pool (`pool.run`). a = submit sequence number of this thread, b = agent id + 1 (0 = none), c = pool id. */
  TaskSubmit: 10,
  /** The pool posted a task to a worker; time is before the post. a = task id of the pool library, b = submit sequence + 1 (0 = unknown), c = worker's thread index. */
  TaskDispatch: 11,
  /** A worker took a task, deserialised. a = task id, b = deserialise ns where measured (else 0). */
  TaskStart: 12,
  /** The task's function is done and the reply is about to be posted. a = task id, flags bit 0 = it failed. */
  TaskEnd: 13,
  /** The submitter received the reply. a = task id, c = worker's thread index. */
  TaskDone: 14,

  /** A message was posted. a = bytes (0xffffffff = unknown), b = serialise ns, c = channel, flags = PostFlag. Time is before the post. */
  MsgPost: 20,
  /** A message's handler begins. a = deserialise ns where measured (receiveMessageOnPort), else 0. c = channel. */
  MsgRecvBegin: 21,
  /** The synchronous part of that handler ended. c = channel. */
  MsgRecvEnd: 22,
  /** What the latest MsgPost of this thread carried, for large payloads. a = identity of the largest object in it, b = its bytes, flags = PayloadKind. */
  Payload: 23,
  /** receiveMessageOnPort found nothing. a = how many times in a row since the last message. c = channel. */
  EmptyPoll: 24,
  /** Messages of channel c that have no record of their own, between this thread's latest MsgPost (flags = SkipFlag.Posts) or MsgRecvBegin (SkipFlag.Receipts) on it and this time. a = how many, at most 1023. */
  MsgSkipped: 25,

  /** A thread is about to block in Atomics.wait. a = word id, b = owner's thread index + 1 as far as known (0 = unknown), flags bit 0 = has a time-out. */
  WaitBegin: 30,
  /** Atomics.wait returned. a = word id, flags = WaitResult. */
  WaitEnd: 31,
  /** A word went free → taken by this thread. a = word id, b = failed attempts before, flags bit 0 = waited or failed before (contended). Only while the word is watched in detail. */
  Acquire: 32,
  /** A word went taken → free by this thread. a = word id. Only while watched in detail. */
  Release: 33,
  /** A thread found itself polling a word without blocking: time is when the polling began. a = word id. */
  SpinBegin: 34,
  /** The polled word changed, or polling stopped. a = word id, b = number of loads or failed attempts. */
  SpinEnd: 35,
  /** Atomics.notify. a = word id, b = threads woken. */
  Notify: 36,

  /** An asynchronous lock (Web Locks, async-mutex) was asked for. a = lock id (BlobKind.AsyncLock), b = request number. */
  AsyncRequest: 40,
  /** ... granted. a, b as above. */
  AsyncGrant: 41,
  /** ... released. a, b as above. */
  AsyncRelease: 42,

  /** new Worker(): written by the parent. c = child's thread index (0xffff = not recorded), a = ns the constructor took. */
  WorkerNew: 50,
  /** The child's code began. Written by the child as its first record after Base. a = OS thread id (0 = unknown). */
  ThreadStart: 51,
  /** The thread's 'exit' handlers ran. a = exit code. */
  ThreadEnd: 52,
  /** The parent saw the worker's 'exit'. c = child's thread index, a = exit code. */
  WorkerExit: 53,
  /** The parent called terminate(). c = child's thread index. */
  WorkerTerminate: 54,

  /** A garbage collection; time is the start of the window it was in (SampleWindow, flags 1). a = ns it took, b = bytes freed / 1024 (0 = unknown), flags = GcKind. */
  Gc: 60,
  /** A CPU sample. a = stack node id (BlobKind.StackNodes). */
  Sample: 61,
  /** A window in which CPU samples (flags 0) or collections (flags 1) were recorded. time = its start, a = µs long, b = how many. */
  SampleWindow: 62,

  /** Written by the collector, f64 = cumulative CPU ns of thread c; flags = ThreadState at that moment. */
  SchedCpu: 70,
  /** Written by the collector, f64 = cumulative run-queue delay ns of thread c. */
  SchedDelay: 71,
  /** Written by the collector, f64 = CPU ns used by the whole machine since boot (all cores, user + system + irq + steal). */
  HostCpu: 72,
  /** Written by the collector, f64 = CPU ns used by this whole process. */
  ProcessCpu: 73,
  /** Written by the collector, f64 = CPU ns used by the collector thread itself. */
  CollectorCpu: 74,
  /** Written by the collector, f64 = bytes of the process's resident set. */
  Resident: 75,
  /** Cumulative event-loop idle time of this thread. f64 = ns. */
  LoopIdle: 76,

  /** The workload driver's marks. a = round number, b = agent count, flags 0 = round begins, 1 = round ends, 2 = warm-up ends (measured part begins), 3 = measured part ends. */
  Mark: 80,
} as const;

/** What a Blob record carries. Unless said otherwise the bytes are UTF-8 JSON. */
export const BlobKind = {
  /** ThreadInfo (see model of the header in format.ts); a = thread index. */
  Thread: 1,
  /** A call site: UTF-8 text, the raw V8 stack lines ("at fn (file:line:col)") innermost first, newline-separated. a = site id. */
  Site: 2,
  /** A word of a SharedArrayBuffer: { buffer: string, byteOffset: number, createdAt?: site id }. a = word id. `buffer` is equal in all threads that share it. */
  Word: 3,
  /** An asynchronous lock: { kind: 'web-lock' | 'async-mutex' | 'async-semaphore', name: string, createdAt?: site id, scope: 'process' | 'thread' }. a = lock id. */
  AsyncLock: 4,
  /** A pool: { library, file, minThreads, maxThreads, concurrentTasksPerWorker, idleTimeoutMs, maxQueue, atomics, createdAt: site id }. a = pool id. */
  Pool: 5,
  /** New stack nodes of the CPU profile: [[id, parentId, functionName, url, line (1-based), column (1-based)], …]; parent 0 = root. */
  StackNodes: 6,
  /** Cumulative counters of all words this thread used, as written by the collector: binary, 16 doubles a word, see `WordStat`. a = thread index. */
  WordStats: 7,
  /** The probe failed or switched something off: { what: string, why: string }. */
  ProbeNote: 8,
  /** What the probe cost in this thread, cumulative: ProbeCost. a = thread index. */
  ProbeCost: 9,
  /** An agent's name. UTF-8 text. a = agent id. */
  Agent: 10,
  /** Of the CPU profile of one SampleWindow (flags 0), by source line before source maps: [[stack node id, line (1-based), samples], …]. */
  LineTicks: 11,
} as const;

/** Columns of a word's cumulative counters in the thread's slot (`BlobKind.WordStats`), in doubles. */
export const WordStat = {
  WordId: 0,
  /** Atomic read-modify-writes that took the word from free to taken. */
  Acquires: 1,
  /** Acquires that waited or failed at least once before. */
  ContendedAcquires: 2,
  FailedAttempts: 3,
  Releases: 4,
  Loads: 5,
  Stores: 6,
  Waits: 7,
  WaitNs: 8,
  WaitTimeouts: 9,
  /** Hold time of the acquisitions that were timed. */
  HoldNs: 10,
  HoldSamples: 11,
  SpinNs: 12,
  Notifies: 13,
  /** Threads woken by this thread's notifies. */
  Woken: 14,
  Adds: 15,
} as const;
export const WORD_STAT_COLUMNS = 16;

export const PostFlag = {
  /** The transfer list was not empty. */
  Transfers: 1,
  /** Bytes were estimated from a sample of earlier messages of the same site. */
  BytesEstimated: 2,
  /** Posted by the pool library, not by user code. */
  Pool: 4,
  /** Carries a SharedArrayBuffer at its top two levels. */
  Shares: 8,
  /** One of a stream: further posts of its channel may have no record of their own, and are counted by a later MsgSkipped. */
  Stream: 16,
} as const;

export const SkipFlag = { Posts: 0, Receipts: 1 } as const;

export const PayloadKind = { Object: 0, Array: 1, TypedArray: 2, ArrayBuffer: 3, String: 4, MapOrSet: 5 } as const;
export const WaitResult = { Ok: 0, NotEqual: 1, TimedOut: 2 } as const;
/** Values of PerformanceObserver's gc kinds, folded. */
export const GcKind = { Minor: 1, Major: 2, Incremental: 3, WeakCallbacks: 4 } as const;
/** As read from /proc: what the thread was doing when sampled. */
export const ThreadState = { Unknown: 0, Running: 1, Futex: 2, EventLoop: 3, OtherSyscall: 4, DiskSleep: 5 } as const;

/** Channel numbers of messages: the other side's thread index, or one of these. */
export const Channel = {
  /** A MessagePort whose other end is not known. */
  Other: 0xffff,
} as const;
