import type { ArrayWalk } from '../../model/memory/pattern.js';

/** Arrays larger than this in all are cut: past every cache there is, more of the same costs the same. */
const MOST_BYTES = 192 * 2 ** 20;
/** Entries of an array in dictionary mode take long to make, and past a few hundred thousand each costs the same. */
const MOST_ENTRIES = 300_000;

export type Container = ArrayLike<unknown>;
type Spec = Pick<ArrayWalk, 'container' | 'elements' | 'values' | 'elementBytes' | 'length' | 'arrays' | 'array'>;

/** Elements of each array, cut to what can be replayed. */
export function lengthOf({ elements, elementBytes, length, arrays }: Spec): number {
  const most = elements === 'dictionary' ? MOST_ENTRIES : MOST_BYTES / Math.max(1, elementBytes);
  return Math.max(1, Math.floor(Math.min(length, most / Math.max(1, arrays))));
}

/** Makes arrays as they were recorded; those of one number that two walks describe alike are the same. */
export function createContainers(): (spec: Spec) => Container[] {
  const made = new Map<string, Container[]>();
  return (spec) => {
    const { container, elements, values, arrays, array = 0 } = spec;
    const length = lengthOf(spec);
    const key = [array, container, elements, values, length, arrays].join(' ');
    const found = made.get(key) ?? Array.from({ length: Math.max(1, arrays) }, () => makeOne(spec, length));
    made.set(key, found);
    return found;
  };
}

export interface TypedArray {
  [index: number]: number | bigint;
  sort(): unknown;
  subarray(begin: number, end: number): TypedArray;
}
type TypedArrayMaker = new (length: number) => TypedArray;

const TYPED: Readonly<Record<string, TypedArrayMaker>> = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
};

function makeOne({ container, elements, values, elementBytes, arrays }: Spec, length: number): Container {
  if (elements === 'typed') return makeTyped(container, elementBytes, length) as unknown as Container;
  if (elements === 'dictionary') return makeDictionary(values, length);
  // Rows are mostly made as long as they are; one that grows ends up far from its head, which costs a line more at each access.
  if (arrays > 1 && elements !== 'object') return Array.from({ length }, (_, at) => valueOf(values, at));
  const array: unknown[] = [];
  // With an object among them, numbers that are no small integers are boxed; taking it out again does not change that.
  if (elements === 'object') array.push({ value: 0 });
  for (let at = array.length; at < length; at++) array.push(valueOf(values, at));
  if (elements === 'object') array[0] = valueOf(values, 0);
  return array;
}

/** A `Buffer` and views that are not known are bytes, or numbers of their size. */
export function makeTyped(name: string, elementBytes: number, length: number): TypedArray {
  const Maker = TYPED[name] ?? (elementBytes === 8 ? Float64Array : elementBytes === 4 ? Int32Array : Uint8Array);
  const array = new Maker(length);
  const one = name.startsWith('Big') ? 1n : 1;
  // Pages that were never written are all the same page.
  for (let at = 0; at < length; at++) array[at] = one;
  return array;
}

/** A far element makes it sparse for good. */
function makeDictionary(values: ArrayWalk['values'], length: number): Container {
  const array: unknown[] = [];
  array[64 * length + 100_000_000] = 0;
  for (let at = 0; at < length; at++) array[at] = valueOf(values, at);
  return array;
}

function valueOf(values: ArrayWalk['values'], at: number): unknown {
  if (values === 'object') return { value: at & 1023 };
  return values === 'double' ? (at & 1023) + 0.5 : at & 1023;
}
