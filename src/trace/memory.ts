/**
 * What the memory pass writes: for each thread a file `<pid>-<threadId>.twmem` with a JSON record a line, appended as it
 * happens. A file is readable up to its last whole line. Nothing in it is a timing of the program: the pass slows what it looks at.
 *
 * Positions are 1-based and of the source as it was loaded; whoever reads them follows the source maps. Ids are local to their file.
 * Bytes of an element are those of the typed array, or 8 in an ordinary array, where addresses are counted from its first element.
 *
 * This file is bundled into the probe: no imports, no run-time cost.
 */

export const MEMORY_VERSION = 1;

export type MemoryRecord =
  | MemoryThread
  | MemoryFile
  | MemoryLoop
  | MemorySite
  | MemoryMake
  | MemoryWindow
  | MemoryLoopCount
  | MemoryMadeCount
  | MemoryBuffer
  | MemoryShared
  | MemoryAllocations
  | MemoryHeap
  | MemoryData
  | MemoryPlacement
  | MemoryCpu
  | MemoryNote
  | MemoryEnd;

/** The first line. */
export interface MemoryThread {
  kind: 'thread';
  version: number;
  pid: number;
  /** worker_threads.threadId; 0 = main. */
  threadId: number;
  /** OS thread id, 0 where unknown. */
  tid: number;
  name: string;
  /** The script of the process, or what was given to new Worker(). */
  file: string;
  nodeVersion: string;
  platform: string;
  cwd: string;
  /** process.hrtime of the thread's start, ns. */
  beginNs: number;
}

/** A module that was loaded and looked at. `skipped`: nothing in it to record. `failed`: runs as it is, unrecorded, for `reason`. */
export interface MemoryFile {
  kind: 'file';
  file: string;
  state: 'recorded' | 'skipped' | 'failed';
  reason?: string;
}

/** A loop (or, where `isFunction`, the body of a function without loops), sent before anything refers to it. */
export interface MemoryLoop {
  kind: 'loop';
  id: number;
  file: string;
  line: number;
  column: number;
  endLine: number;
  isFunction: boolean;
  /** A function that a method of an array calls for each element: forEach and the like. */
  isCallback?: boolean;
  functionName: string;
  /** Where the function begins, as a CPU profile names it; 0 for the module's own code. */
  functionLine: number;
  functionColumn: number;
  /** Loops around it in the same function. */
  depth: number;
}

/** A place in it that touches memory. */
export interface MemorySite {
  kind: 'site';
  id: number;
  loop: number;
  line: number;
  column: number;
  /** Source of the access, at most 80 characters: "a[i * n + j]"; of an element a field of which is read with that: "list[i].x". */
  text: string;
  what: 'element' | 'property' | 'atomic';
}

/** A place where objects are made, as the text tells; `made` counts them. */
export interface MemoryMake {
  kind: 'make';
  id: number;
  file: string;
  line: number;
  column: number;
  /** Source, at most 80 characters: "new Int32Array(64)"; of a `constructor`, its class. */
  text: string;
  what: 'object' | 'array' | 'typed-array' | 'instance' | 'constructor';
  /** Names of fields, where the text tells; at most 64. */
  keys: string[];
  /** Of one, where the text tells. */
  bytes: number | null;
  functionName: string;
  /** Where the function begins, as a heap profile names it; 0 for the module's own code. */
  functionLine: number;
  functionColumn: number;
}

/** What was seen at one site in one recorded stretch of its loop. */
export interface MemorySiteWindow {
  site: number;
  reads: number;
  writes: number;
  /** Kind of what was indexed most: "Float64Array", "Array", "Object", "Buffer"…; of V8's elements where it is an Array. */
  container: string;
  elements: 'smi' | 'double' | 'object' | 'dictionary' | 'typed' | 'none';
  elementBytes: number;
  /** Length in elements and bytes of what was indexed most. */
  length: number;
  /** Different containers in the stretch, and accesses to another one than the access before. */
  containers: number;
  switches: number;
  /** Bytes from one access to the next in the same container, most frequent first, at most 16: [bytes, times]. */
  strides: [bytes: number, times: number][];
  /** Steps that are in none of them. */
  otherStrides: number;
  /** Different cache lines of 64 bytes, and different bytes, touched in the stretch. */
  lines: number;
  bytes: number;
  /** Offset in bytes of the first access in its container, where it was one container all along: tells which sites share lines. */
  first?: number;
  /**
   * Different elements that no earlier stretch of this thread went to, where it was one container all along: tells whether all
   * stretches go to the same few, or each to others.
   */
  fresh?: number;
  /** Hash of the offsets of its first accesses, up to 256 of the first execution: whether executions go to the same places in one order. */
  order?: string;
  /** Values read: how many were numbers, of those not small integers, objects. Of a sample. */
  values: { looked: number; doubles: number; objects: number };
  /** Where elements are objects, or a property is read: different hidden classes seen, at most 16, and names of numeric fields of the first. */
  shapes: number;
  fields: string[];
  /** Those of `fields` that were no small integers in all objects; absent where there are none. */
  doubleFields?: string[];
  /** In a SharedArrayBuffer: its name, equal in all threads that share it. */
  shared?: string;
}

/** One recorded stretch of a loop. */
export interface MemoryWindow {
  kind: 'window';
  loop: number;
  /** process.hrtime, ns. */
  atNs: number;
  /** Iterations that were recorded, of so many executions of the loop one after the other; and whether they all came to their end in it. */
  iterations: number;
  executions: number;
  whole: boolean;
  sites: MemorySiteWindow[];
}

/**
 * Cumulative, written now and then: how often loops were entered, and the iterations of all these times together, but for what an
 * exception kept from being counted. Of a function, `iterations` are its executions, and `times` those while functions were looked
 * at. Loops that are not in it were not entered since the last one.
 */
export interface MemoryLoopCount {
  kind: 'loops';
  entered: [loop: number, times: number, iterations: number][];
}

/** Cumulative: how often something was made at a place. Places that are not in it made nothing since the last one. */
export interface MemoryMadeCount {
  kind: 'made';
  counts: [make: number, times: number][];
}

/** A SharedArrayBuffer seen first. */
export interface MemoryBuffer {
  kind: 'buffer';
  shared: string;
  bytes: number;
}

/** What this thread did to a SharedArrayBuffer since the last such record of it: ranges of bytes, each touched alike; at most 512. */
export interface MemoryShared {
  kind: 'shared';
  shared: string;
  fromNs: number;
  toNs: number;
  /** site = the one most of it came from. */
  ranges: { begin: number; end: number; reads: number; writes: number; atomics: number; site: number }[];
}

/** From V8's sampling heap profiler, since the thread began; stacks innermost first, "at fn (file:line:col)". */
export interface MemoryAllocations {
  kind: 'allocations';
  /** Bytes are scaled to all allocations, samples are those taken. */
  stacks: { stack: string[]; bytes: number; samples: number; liveBytes: number }[];
  gcNs: number;
  gcCount: number;
  /** What a minor collection leaves of the young generation, mean; absent in old files. */
  keptBytes?: number;
}

/** After a collection: what is left on this thread's heap. */
export interface MemoryHeap {
  kind: 'heap';
  atNs: number;
  /** Tasks or rounds done by then, where known; else 0. */
  progress: number;
  usedBytes: number;
  /** After a major collection, so that what is left is live. */
  major: boolean;
  externalBytes: number;
}

/** A large container this thread read often: its content's hash, so that copies of one thing in several threads are known. */
export interface MemoryData {
  kind: 'data';
  site: number;
  container: string;
  bytes: number;
  /** Of length and a spread sample of the content; equal content, equal hash. */
  hash: string;
  /** By a stretch that read it as well: not only filled. */
  written: boolean;
  shared: boolean;
}

/** Where the thread ran, as /proc says: cores it was seen on, with how often, and moves between them the kernel counted (-1 = unknown). */
export interface MemoryPlacement {
  kind: 'placement';
  cores: [core: number, looks: number][];
  migrations: number;
  overNs: number;
}

/**
 * Cumulative: where this thread was when its CPU was sampled. For threads the timing run has too few samples of, and then for shares
 * alone. Of the sampling run, a file of which holds little else; or of the pass.
 */
export interface MemoryCpu {
  kind: 'cpu';
  /** All that were taken in code, garbage collection and native functions, the thread's start included in the sampling run; the probe's own are none. */
  samples: number;
  /** Those in garbage collection; absent in older files. */
  gc?: number;
  /** Those in the program's own modules, by line of the source as it was loaded. */
  lines: [file: string, line: number, samples: number][];
}

/** Something could not be recorded, and why; sentences. */
export interface MemoryNote {
  kind: 'note';
  what: string;
  why: string;
}

/** The thread ended in an orderly way. */
export interface MemoryEnd {
  kind: 'end';
  atNs: number;
}
