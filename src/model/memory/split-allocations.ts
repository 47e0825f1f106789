import type { Make } from './list-makes.js';

/** Part of what a function allocates that is made at one place. */
export interface AllocationPart {
  make: Make;
  /** Of the function's bytes, 0..1; they sum to 1. */
  share: number;
}

/** Up to 64 bytes of a typed array are on V8's heap, behind its heads; more are elsewhere, and counted nowhere. */
const MOST_ON_HEAP = 64;
const TYPED_HEAD_BYTES = 104;
const BUFFER_BYTES = 96;
/** A double in a field of an object. */
export const BOX_BYTES = 16;

/**
 * V8's heap profile tells what a function allocates, not where in it. The places in it that make objects are counted: each gets the
 * bytes its text tells of, what is left goes to those whose text does not tell, alike for each object.
 *
 * @param bytes allocated by the function in all
 */
export function splitAllocations(bytes: number, makes: readonly Make[]): AllocationPart[] {
  const told = makes.filter((make) => Number.isFinite(make.bytes));
  const untold = makes.filter((make) => !Number.isFinite(make.bytes));
  const toldBytes = sum(told.map((make) => make.count * textBytes(make)));
  const restBytes = Math.max(0, bytes - toldBytes);
  const restEach = restBytes / Math.max(1, sum(untold.map(({ count }) => count)));
  const sized = makes.map((make) => make.count * (Number.isFinite(make.bytes) ? textBytes(make) : restEach));
  const all = sum(sized);
  return makes.map((make, at) => ({ make, share: all > 0 ? (sized[at] as number) / all : 1 / makes.length }));
}

/** Of one, on V8's heap, as far as the text tells; else NaN. */
export function textBytes({ what, bytes }: Make): number {
  if (what !== 'typed-array' || bytes - TYPED_HEAD_BYTES <= MOST_ON_HEAP) return bytes;
  return TYPED_HEAD_BYTES + BUFFER_BYTES;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
