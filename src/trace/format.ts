/**
 * The trace file around the records: a header, then blocks, each readable on its own.
 *
 *   header   4096 bytes: magic "THRDWISE" (8), version u32, status u32 (TraceStatus, rewritten in place), JSON length u32,
 *            reserved u32, JSON (TraceHeader)
 *   block    32 bytes: magic u32 BLOCK_MAGIC, kind u32 (BlockKind), thread index u32, payload bytes u32 (multiple of 16),
 *            sequence u32 (counts per file), checksum u32 of the payload, time u64 (ns since epoch, when flushed);
 *            then the payload
 *
 * A reader stops at the first block that is cut off or fails its checksum, keeps all before, and says what is missing.
 */

export const TRACE_MAGIC = 'THRDWISE';
export const TRACE_VERSION = 1;
export const HEADER_BYTES = 4096;
export const BLOCK_HEADER_BYTES = 32;
export const BLOCK_MAGIC = 0x31424b54; // "TKB1"

export const BlockKind = {
  /** Raw records of one thread. */
  Records: 1,
  /** JSON, TraceEnd: the process ended in an orderly way. Written by the collector. */
  End: 2,
  /** JSON, LaunchEnd: what the launcher saw. Appended after the process is gone. */
  Launch: 3,
} as const;

/** Header word rewritten in place, so that it can be said even when the disk is full. */
export const TraceStatus = { Recording: 0, Complete: 1, DiskFull: 2, WriteFailed: 3, SizeLimit: 4 } as const;

/** Thread index the collector writes its own records under. */
export const COLLECTOR_THREAD = 0xfffe;

export interface TraceHeader {
  pid: number;
  parentPid: number;
  nodeVersion: string;
  platform: string;
  arch: string;
  /** os.availableParallelism(): cores this process may use. */
  cores: number;
  cpuModel: string;
  argv: string[];
  execArgv: string[];
  cwd: string;
  /** Wall clock at the trace's epoch, ms since 1970. Record times count from this moment. */
  startedAtMs: number;
  /** process.hrtime at the epoch, ns, as a decimal string (exceeds 2^53). */
  epochHrtimeNs: string;
  /** Ns the process had run before the probe was loaded (performance.now at load). */
  beforeProbeNs: number;
  probeVersion: string;
}

export interface ThreadInfo {
  index: number;
  /** The number users see: worker_threads.threadId; 0 is the main thread. */
  threadId: number;
  parentIndex: number;
  /** OS thread id; 0 where unknown. */
  tid: number;
  /** What was given to new Worker(), or the main script. */
  file: string;
  name: string;
  /** The pool library that made it, by the file or the call; 'worker' when hand-made; 'main'. */
  origin: 'main' | 'worker' | 'piscina' | 'tinypool' | 'workerpool' | 'poolifier' | 'jest-worker';
  /** Site id (of the parent thread) of the new Worker() call; 0 = unknown. */
  createdAt: number;
}

/** What the probe cost one thread, cumulative; ns of that thread's own time. */
export interface ProbeCost {
  /** Loading the probe and installing its hooks. */
  startNs: number;
  /** Capturing stacks for sites. */
  stacksNs: number;
  /** Starting, stopping and writing out CPU profiles and GC records. */
  profilesNs: number;
  /** Sizing messages. */
  sizingNs: number;
  /** Hook calls × calibrated cost of one. */
  hooksNs: number;
  hookCalls: number;
}

export interface TraceEnd {
  exitCode: number | null;
  endNs: number;
  /** Records dropped for full rings, by thread index. */
  lost: Record<string, number>;
  /** Threads that could not be recorded because all slots were taken. */
  unrecordedThreads: number;
  /** Records given up to keep the file under its size limit. */
  overLimit: number;
}

export interface LaunchEnd {
  exitCode: number | null;
  signal: string | null;
  /** Ns between spawn and exit of the command. */
  wallNs: number;
  command: string[];
  /** True when the user cancelled or --duration ended it. */
  stoppedByUs: boolean;
  reason?: string;
}

/** A 32-bit sum over the payload's words that notices cut, swapped and zeroed data. Cheap enough for each block. */
export function checksum(words: Uint32Array): number {
  let low = 1;
  let high = 0;
  for (let index = 0; index < words.length; index++) {
    low = (low + (words[index] as number)) | 0;
    high = (high + low) | 0;
  }
  return (low ^ Math.imul(high, 0x9e3779b1)) >>> 0;
}
