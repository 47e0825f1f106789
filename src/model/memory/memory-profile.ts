/**
 * The memory pass understood: what detectors of memory access may look at, beside the profile of the timing run.
 *
 * Counts and shapes come from the memory pass; nothing in here is a timing of it. CPU time comes from the timing run, how it divides
 * among loops from there or the sampling run, `measured` from replaying patterns on this machine.
 */
import type { SiteIndex, ThreadIndex } from '../profile.js';

export interface MemoryProfile {
  /** Sizes as the system tells them; levels that it does not tell are absent. */
  caches: { level: number; bytes: number; lineBytes: number; sharedByCores: number }[];
  /** `coresOfNodes` is absent where the system does not tell. */
  topology: { cores: number; nodes: number; coresOfNodes?: number[][] };
  /** What could not be recorded, in sentences, files that could not be transformed among them. */
  missing: string[];
  files: { file: string; state: 'recorded' | 'skipped' | 'failed'; reason: string | null }[];
  walks: Walk[];
  shared: SharedBuffer[];
  allocations: AllocationSite[];
  /** CPU time of the timing run in garbage collection, threads that have some. */
  gcNsByThread: [thread: ThreadIndex, ns: number][];
  heaps: HeapCurve[];
  duplicates: DuplicateData[];
  placement: ThreadPlacement[];
}

/** One access site over all threads and recorded stretches. */
export interface Walk {
  /** The access, and the loop it is in. */
  site: SiteIndex;
  loop: SiteIndex;
  loopEndLine: number;
  /** Its loop is the body of a function that a method of an array calls for each element: forEach and the like. */
  isCallback: boolean;
  /** Loops around it in the function. */
  depth: number;
  text: string;
  what: 'element' | 'property' | 'atomic';
  /** Worker threads' and main's threadIds it was seen in. */
  threads: number[];
  /** Recorded accesses, in so many stretches, and those of the whole pass as far as loops were counted. */
  samples: number;
  windows: number;
  accesses: number;
  /** `accesses` is a lower bound only: loops ran on unrecorded, and nothing tells how long. */
  isLowerBound: boolean;
  /** Its loop is a function, each run one execution: what the steps from one to the next make up is some loop that calls it. */
  inFunction: boolean;
  /** Accesses of one run of its loop, mean: iterations where there is one each. */
  runLength: number;
  /** Runs that go to the same places in the same order, mean; 1 where each goes its own way, or that is not known. */
  runsPerOrder: number;
  /** Shares of the accesses that read and that write; `a[i]++` does both. */
  readShare: number;
  writeShare: number;
  container: string;
  elements: 'smi' | 'double' | 'object' | 'dictionary' | 'typed' | 'none';
  elementBytes: number;
  /** Median length of the container, in elements; bytes of all containers walked in a stretch. */
  length: number;
  workingSetBytes: number;
  /** Different containers in a stretch, median. */
  containers: number;
  /** Share of accesses that went to another container than the one before, 0..1. */
  switchShare: number;
  /** Histogram of steps, most frequent first; shares of all steps, 0..1. `bytes` NaN = all others (random). */
  strides: { bytes: number; share: number }[];
  /** Different elements touched in a stretch, mean. */
  distinct: number;
  /**
   * Of stretches of whole runs after the first of their thread: `pairs`, the different elements of each times those met before, in sum, and
   * `known`, how many of them had been met before. pairs / known are as many as there are in all (Schnabel 1938).
   */
  recapture: { pairs: number; known: number };
  /** Of each 64-byte line touched, the bytes used by it, mean. */
  bytesPerLine: number;
  doubleShare: number;
  objectShare: number;
  shapes: number;
  /** Numeric ones, and those of them that are doubles. */
  fields: string[];
  doubleFields: string[];
  shared: boolean;
  /** Share of all CPU time of the timing run spent in its loop, 0..1; of its function where lines are not known. NaN = no samples. */
  cpuShare: number;
  cpuSamples: number;
  /** The same by thread of the timing run (index in Profile.threads), ns. */
  cpuNsByThread: [thread: ThreadIndex, ns: number][];
  /** Collecting in the timing run that what its function allocates causes, by thread, ns. */
  gcNsByThread: [thread: ThreadIndex, ns: number][];
  /** Offset of the first access of a stretch, where it was recorded (else NaN), of the last stretch. */
  firstOffset: number;
  /** Where its objects are made; null where it has none, or no text tells. */
  made: MadeObjects | null;
  /** Null where it was not worth replaying, or not replayed. */
  measured: PatternCost | null;
}

/** Objects of one form: where most are made, fields of each, how many by threadId in the pass, and what making one costs. */
export interface MadeObjects {
  site: SiteIndex;
  keys: number;
  countByThread: [threadId: number, count: number][];
  measured: PatternCost | null;
}

/** What one access costs on this machine in the recorded pattern and in the proposed one, ns, each with a 90 % interval. */
export interface PatternCost {
  pattern: string;
  proposal: string;
  nowNs: number;
  nowInterval: [low: number, high: number];
  proposedNs: number;
  proposedInterval: [low: number, high: number];
  /** now / proposed, paired by repeat. */
  ratio: number;
  ratioInterval: [low: number, high: number];
  repeats: number;
  threads: number;
}

/** One SharedArrayBuffer by cache line: who reads and writes what in it. */
export interface SharedBuffer {
  name: string;
  bytes: number;
  /** Lines (64 bytes) that more than one thread touched, at least one writing, busiest first; at most 256. */
  lines: SharedLine[];
  /** For the map in the report: all lines, run-length coded, by the threads that touched them. */
  map: { beginLine: number; endLine: number; readers: number[]; writers: number[] }[];
}

export interface SharedLine {
  /** Byte offset of the line in the buffer. */
  offset: number;
  lineBytes: 64 | 128;
  /** `false`: threads use disjoint offsets; `true`: the same ones. */
  sharing: 'false' | 'true';
  users: {
    thread: number;
    offsets: [begin: number, end: number][];
    reads: number;
    writes: number;
    atomics: number;
    /** Where most of it comes from; all places it comes from; and the share of what they do to the buffer that goes to this line, 0..1. */
    site: SiteIndex;
    sites: SiteIndex[];
    part: number;
  }[];
  /** Share of CPU time of the timing run in the loops that touch it, as far as they touch it, 0..1; and by thread, ns. */
  cpuShare: number;
  cpuNsByThread: [thread: ThreadIndex, ns: number][];
  measured: PatternCost | null;
}

export interface AllocationSite {
  site: SiteIndex;
  bytes: number;
  samples: number;
  liveBytes: number;
  /** Share of all bytes allocated. */
  share: number;
  threads: number[];
  /** What is made there, bytes of one (mean), and how many of it by threadId; null, NaN and none where it is only known which function it is in. */
  what: 'object' | 'array' | 'typed-array' | 'instance' | null;
  objectBytes: number;
  countByThread: [threadId: number, count: number][];
  /** Fields of one that are doubles: each is an object of its own to V8, and part of `objectBytes`. */
  doubles: number;
  /** What collections find alive in one thread, by its part of all that is allocated. */
  keptBytes: number;
  /** GC time of the timing run in its threads, by its share of their allocation, ns; and by thread of that run. */
  gcNs: number;
  gcNsByThread: [thread: ThreadIndex, ns: number][];
  measured: PatternCost | null;
}

/** Heap of a thread after collections. */
export interface HeapCurve {
  thread: number;
  points: { atNs: number; progress: number; liveBytes: number }[];
  /** Least squares over the points after warm-up; NaN with fewer than four. */
  growthBytesPerSecond: number;
  growthInterval: [low: number, high: number];
  topSite: SiteIndex;
}

/** The same content in several threads' memory. */
export interface DuplicateData {
  site: SiteIndex;
  container: string;
  bytes: number;
  copies: number;
  threads: number[];
  written: boolean;
  /** Where the threads that read it fill it themselves (-1 where none does), and what that takes in the timing run, by thread, ns. */
  filledAt: SiteIndex;
  fillNsByThread: [thread: ThreadIndex, ns: number][];
  /** Of one copy. */
  measured: PatternCost | null;
}

export interface ThreadPlacement {
  thread: number;
  cores: { core: number; share: number }[];
  migrationsPerSecond: number;
  measured: PatternCost | null;
}

/**
 * A row of a table of the memory profile, so that a finding can say what it is about. `made`: the objects of that row of `walks`;
 * `line`: row in `SharedBuffer.lines`.
 */
export type MemoryRow =
  | { table: 'walks' | 'made' | 'allocations' | 'heaps' | 'duplicates' | 'placement'; row: number }
  | { table: 'shared'; row: number; line: number };
