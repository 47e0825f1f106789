/**
 * Names in transformed source. The recorder's functions are hidden properties of the global object: the compiler folds
 * those as it folds constants, and they are there before any import is evaluated, circular or not.
 */
export const PREFIX = '$tw$';

export const Names = {
  /** Int32Array: executions of a region that are still to pass unrecorded. */
  counts: `${PREFIX}c`,
  /** Float64Array: iterations of each loop. */
  iterations: `${PREFIX}n`,
  /** Int32Array: executions of each function, and how often objects were made at each place. */
  hits: `${PREFIX}h`,
  /** `(region) => void`: a function looks up from its work, whether it is time to record functions. */
  look: `${PREFIX}w`,
  /** `(region) => boolean`: asked when the count has run out; whether this execution is recorded. */
  enter: `${PREFIX}r`,
  /** `(region) => boolean`: one more iteration of a recorded copy; false once the budget is spent. */
  next: `${PREFIX}b`,
  /** `(region) => true`: a recorded copy has come to the loop's end. */
  leave: `${PREFIX}e`,
  /** `(container, index, site) => index` */
  index: `${PREFIX}k`,
  /** `(container, index, site) => boolean`: the same where a guard says whether to record; false once the budget is spent. */
  guardedIndex: `${PREFIX}q`,
  /** `(object, site) => boolean` */
  object: `${PREFIX}m`,
  /** `(iterated, site) => boolean`: a step of for-of. */
  step: `${PREFIX}o`,
  /** `(description) => void`: what another thread found in a file, as JSON. */
  add: `${PREFIX}a`,
  /** Whether functions are recorded at the moment. */
  functions: `${PREFIX}d`,
} as const;

/** A guard of the region with this id; a temporary; a recorded copy's label. */
export const guardOf = (region: number): string => `${PREFIX}g${region}`;
/** Iterations of a loop that are not in `iterations` yet. */
export const counterOf = (region: number): string => `${PREFIX}u${region}`;
export const indexTemp = (depth: number): string => `${PREFIX}t${depth}`;
export const baseTemp = (depth: number): string => `${PREFIX}p${depth}`;
export const iteratedTemp = (region: number): string => `${PREFIX}i${region}`;
export const labelOf = (region: number): string => `${PREFIX}l${region}`;
/** Holds a do-while's test. */
export const TEST_TEMP = `${PREFIX}x`;
