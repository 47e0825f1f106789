/**
 * What is to be replayed on this machine to learn what a way of touching memory costs: the recorded pattern and the proposed
 * one, as plain data. `src/patterns` makes loops of both, runs them in turns, and answers with a PatternCost.
 *
 * Each pattern is one iteration of a loop with all that it touches; the cost is that of one access of the first array of
 * `now` (for the others: of one object, element, operation, allocation, copy).
 */

export type Pattern =
  | WalkPattern
  | ObjectsPattern
  | MakingPattern
  | ShapesPattern
  | SharingPattern
  | AllocationPattern
  | CopyPattern
  | PlacementPattern;

export interface PatternRequest {
  /** Equal for equal patterns, so that what was measured is found again by whoever reads the run later. */
  key: string;
  /** What is compared, for people: "4 KB steps through a Float64Array of 2 MB", "the same in order". */
  now: string;
  proposal: string;
  /** Share of the run's CPU time it is about, 0..1: what is worth measuring first. */
  cpuShare: number;
  pattern: Pattern;
}

/** strided-access, random-access, boxed-elements, dictionary-elements: a loop over arrays. */
export interface WalkPattern {
  kind: 'walk';
  /** Threads that walk at once, each through arrays of its own. */
  threads: number;
  /** What one iteration touches, in order; the first is the one in question. At most 8. */
  now: ArrayWalk[];
  /** The same arrays in the same order as they would be touched then; those it leaves alone are absent from both. */
  proposed: ArrayWalk[];
  /** What has to be put in order first: so many places, once in so many runs of the loop. Its cost is part of the proposed one. */
  sort?: { container: string; places: number; everyRuns: number };
}

/** How a loop goes through one array (or through the rows of an array of arrays). */
export interface ArrayWalk {
  /** "Float64Array", "Array", "Buffer". A constructor's name where elements are `typed`. */
  container: string;
  elements: 'smi' | 'double' | 'object' | 'dictionary' | 'typed';
  /** What the elements are. `double` in `object` elements: boxed numbers. */
  values: 'integer' | 'double' | 'object';
  elementBytes: number;
  /** Which of the arrays of a loop: those of one number are the same. Absent = 0. */
  array?: number;
  /** Of `steps`: where it begins in its array, behind the first that goes through it. */
  offsetBytes?: number;
  /** Elements in one array; arrays alike that are walked, 1 unless it is an array of arrays. */
  length: number;
  arrays: number;
  /** `across`: each access goes to the next of `arrays`, at the same place in it. `random`: anywhere in all of them. */
  order: 'steps' | 'across' | 'random' | 'ascending';
  /**
   * Of `steps` (and of `ascending`: of places drawn at random, put in order, once each run): bytes from one access to the next, 0 = the same element all along;
   * accesses of one run of the loop; bytes from the beginning of a run to that of the next. All wrap around at the end.
   */
  stepBytes: number;
  runLength: number;
  nextRunBytes: number;
  /**
   * Of `random` and `ascending`: different elements that it goes to in all, and how many elements apart they may stand at the least
   * (ids that are all multiples of 256). Absent = all of them.
   */
  places?: number;
  grain?: number;
  /** Of `random`: share of accesses that go back to one of the last 64 places. Absent = 0. */
  returns?: number;
  /** Of `steps`: each run begins at a place in no order, and `nextRunBytes` does not count. */
  begins?: 'anywhere';
  /** Cut into tiles: so many accesses a run, so many runs side by side, before it goes on. 0 = not. */
  tile: number;
  /** Share of accesses that write, 0..1. */
  writeShare: number;
}

/** array-of-objects: fields of objects read one after the other, against the same fields in typed arrays. */
export interface ObjectsPattern {
  kind: 'objects';
  threads: number;
  /** Objects in the array. */
  length: number;
  /** Fields of each object, and how many of them the loop touches. All numbers. */
  fields: number;
  used: number;
  /** What most of those it touches are; and how many of all are doubles, each of which is an object of its own to V8. */
  values: 'integer' | 'double';
  doubles: number;
  order: 'steps' | 'random';
  /** In objects from one to the next; 1 = in order. */
  step: number;
  writeShare: number;
}

/** array-of-objects: making an array of objects, against filling a typed array for each field. Cost of one object. */
export interface MakingPattern {
  kind: 'making';
  threads: number;
  /** Objects in the array, and such arrays that a thread makes: the first ones cost most, while the heap grows. */
  length: number;
  rounds: number;
  fields: number;
  values: 'integer' | 'double';
}

/** megamorphic-site: one property access that meets objects of many shapes, against the same with one. */
export interface ShapesPattern {
  kind: 'shapes';
  threads: number;
  length: number;
  shapes: number;
  fields: number;
  used: number;
  writeShare: number;
}

/** false-sharing: each thread on its own line instead. true-sharing: each counts for itself and stores once at the end of a run. */
export interface SharingPattern {
  kind: 'sharing';
  sharing: 'false' | 'true';
  lineBytes: 64 | 128;
  elementBytes: number;
  /** Each of the threads that are at it at once: where in the line (bytes), and shares of what it does there, 0..1, sum 1. */
  users: { offset: number; reads: number; writes: number; atomics: number }[];
  /** Operations of a thread between two stores of its own sum, `true` only. */
  runLength: number;
}

/** allocation-churn: a new object each time, against one that is written over. */
export interface AllocationPattern {
  kind: 'allocation';
  threads: number;
  what: 'object' | 'array' | 'typed-array' | 'string';
  /** Of one object; and of its fields, how many are doubles. */
  bytes: number;
  doubles: number;
  /** A thread keeps so much of it until newer ones take its place; 0 = only the latest few. */
  keptBytes: number;
}

/** duplicate-data: each thread gets a copy and reads it, against all reading one SharedArrayBuffer. Cost of a thread's copy. */
export interface CopyPattern {
  kind: 'copy';
  threads: number;
  container: string;
  elements: ArrayWalk['elements'];
  bytes: number;
}

/** thread-migration: as many threads as ran, each over its working set, free to move, against each kept on its core. */
export interface PlacementPattern {
  kind: 'placement';
  threads: number;
  workingSetBytes: number;
  migrationsPerSecond: number;
}
