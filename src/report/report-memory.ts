/**
 * The part of the report on memory access. Counts and shapes come from the memory pass, shares of CPU time from the timing run,
 * costs from replaying patterns on the machine. Threads are named by their `threadId`, as in `Report.threads`.
 */
import type { PatternCost, Walk } from '../model/memory/memory-profile.js';
import type { Place } from './place.js';

export interface ReportMemory {
  /** Of the machine, as its system tells; empty where it tells nothing. */
  caches: { level: number; bytes: number; lineBytes: number; sharedByCores: number }[];
  cores: number;
  /** NUMA nodes. */
  nodes: number;
  /** What could not be recorded, in sentences. */
  missing: string[];
  /** Modules that were looked at; `failed` ones ran as they are, unrecorded. */
  files: { file: string; state: 'recorded' | 'skipped' | 'failed'; reason: string | null }[];
  /** Most CPU time first, at most 50. */
  walks: ReportWalk[];
  /** Shared buffers that more than one thread touched, busiest first, at most 20. */
  shared: ReportSharedBuffer[];
  /** Most bytes first, at most 50. */
  allocations: ReportAllocation[];
  heaps: ReportHeap[];
  /** Largest first, at most 50. */
  duplicates: ReportDuplicate[];
  /** Messages that were cloned, by who sent them to whom, most bytes first, at most 50. From the timing run. */
  copies: ReportCopy[];
  placement: ReportPlacement[];
}

/** One place that indexes an array or reads a property in a loop. */
export interface ReportWalk {
  /** The access. */
  place: Place | null;
  /** The loop it is in, and its last line. */
  loop: Place | null;
  loopEndLine: number;
  /** Its source: "a[i * n + j]". */
  text: string;
  what: Walk['what'];
  threads: number[];
  /** Recorded accesses, and how many there are in all as far as loops were counted. */
  samples: number;
  accesses: number;
  writeShare: number;
  /** What is walked: "Float64Array", "Array", "Object"…, and how V8 keeps its elements. */
  container: string;
  elements: Walk['elements'];
  elementBytes: number;
  /** Elements of one, median. */
  length: number;
  /** Bytes of all that is walked in one go. */
  workingSetBytes: number;
  /** Steps from one access to the next, most frequent first; `bytes` null = all others. Shares of all steps. */
  strides: { bytes: number | null; share: number }[];
  /** Of each cache line touched, bytes used, mean. */
  bytesPerLine: number;
  /** Hidden classes seen. */
  shapes: number;
  /** Of all CPU time of the timing run; null where it has no samples. */
  cpuShare: number | null;
  cpuSamples: number;
  /** Key of the finding about it. */
  findingKey: string | null;
  /** Null where it was not worth replaying. */
  measured: PatternCost | null;
}

export interface ReportSharedBuffer {
  name: string;
  bytes: number;
  /** Lines that more than one thread touched, at least one writing, busiest first, at most 64. */
  lines: ReportSharedLine[];
  /** The whole buffer, run by run of 64-byte lines touched alike; lines that nobody touched are in none. */
  map: { beginLine: number; endLine: number; readers: number[]; writers: number[] }[];
}

export interface ReportSharedLine {
  /** Bytes from the start of the buffer. */
  offset: number;
  lineBytes: number;
  /** `false`: the threads use different bytes of it; `true`: the same ones. */
  sharing: 'false' | 'true';
  users: {
    thread: number;
    /** Bytes from the start of the buffer. */
    offsets: [begin: number, end: number][];
    reads: number;
    writes: number;
    atomics: number;
    place: Place | null;
  }[];
  cpuShare: number | null;
  findingKey: string | null;
  measured: PatternCost | null;
}

export interface ReportAllocation {
  place: Place | null;
  /** Estimated from samples. */
  bytes: number;
  samples: number;
  /** Still referenced at the end. */
  liveBytes: number;
  /** Of all bytes allocated. */
  share: number;
  threads: number[];
  /** Garbage collection of the timing run, by its share of what was allocated. */
  gcNs: number | null;
  findingKey: string | null;
  measured: PatternCost | null;
}

/** What was left on a thread's heap after collections. */
export interface ReportHeap {
  thread: number;
  points: { atNs: number; progress: number; liveBytes: number }[];
  growthBytesPerSecond: number | null;
  growthInterval: [low: number, high: number] | null;
  /** Where most of what is left was allocated. */
  place: Place | null;
  findingKey: string | null;
}

/** The same content in the memory of several threads. */
export interface ReportDuplicate {
  place: Place | null;
  container: string;
  /** Of one copy. */
  bytes: number;
  copies: number;
  threads: number[];
  /** Whether anybody changes it, so that one for all would not do as it is. */
  written: boolean;
  findingKey: string | null;
}

export interface ReportCopy {
  from: number;
  to: number;
  messages: number;
  /** Null where none of them was sized. */
  bytes: number | null;
  /** Serialising and deserialising, as far as measured. */
  cloneNs: number;
  /** The site that posts most of it. */
  place: Place | null;
}

export interface ReportPlacement {
  thread: number;
  cores: { core: number; share: number }[];
  /** Null where the system does not count them. */
  migrationsPerSecond: number | null;
  findingKey: string | null;
  measured: PatternCost | null;
}
