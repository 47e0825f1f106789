/** Values that a site reads, of a sample: what kind they are, and how many hidden classes. Runs no code of the program. */
import { types } from 'node:util';
import { haveSameKeys, haveSameShape } from './elements.js';

export interface Inspected {
  seen: number;
  looked: number;
  doubles: number;
  objects: number;
  /** One object for each hidden class. */
  shapes: object[];
  /** Numeric fields of the first, and those of them that were no small integer in any: V8 keeps these apart from the object. */
  fields: string[];
  doubleFields: Set<string>;
  /** Where a place that only writes wrote last. */
  written: unknown;
  writtenAt: number;
}

export function openInspected(): Inspected {
  const nothing = { seen: 0, looked: 0, doubles: 0, objects: 0, written: undefined, writtenAt: 0 };
  return { ...nothing, shapes: [], fields: [], doubleFields: new Set() };
}

const MAX_SHAPES = 16;
const MAX_FIELDS = 16;
/** The first values are all looked at, later ones now and then. */
const FIRST = 32;
const THEN_EVERY = 16;
const SMALLEST_SMI = -(2 ** 31);
const LARGEST_SMI = 2 ** 31 - 1;

function isDue(inspected: Inspected): boolean {
  const { seen } = inspected;
  inspected.seen++;
  return seen < FIRST || seen % THEN_EVERY === 0;
}

export function inspectElement(inspected: Inspected, array: object, index: number): void {
  if (!isDue(inspected)) return;
  const value: unknown = Object.getOwnPropertyDescriptor(array, index)?.value;
  inspected.looked++;
  if (typeof value === 'number') {
    if (!isSmall(value)) inspected.doubles++;
  } else if (typeof value === 'object' && value !== null) {
    inspected.objects++;
    if (!types.isProxy(value)) noteShape(inspected, value);
  }
}

export function inspectObject(inspected: Inspected, value: object): void {
  if (!isDue(inspected)) return;
  inspected.looked++;
  inspected.objects++;
  noteShape(inspected, value);
  noteDoubles(inspected, value);
}

function isSmall(value: number): boolean {
  return Number.isInteger(value) && value >= SMALLEST_SMI && value <= LARGEST_SMI && !Object.is(value, -0);
}

function noteDoubles({ fields, doubleFields }: Inspected, object: object): void {
  for (const name of fields) {
    const value: unknown = Object.getOwnPropertyDescriptor(object, name)?.value;
    if (typeof value === 'number' && !isSmall(value)) doubleFields.add(name);
  }
}

function noteShape(inspected: Inspected, value: object): void {
  const { shapes } = inspected;
  if (shapes.length >= MAX_SHAPES) return;
  // V8 gives objects of one form another hidden class where a field has come to hold something else: nobody can mend that.
  for (const shape of shapes) if (haveSameShape(shape, value) || haveSameKeys(shape, value)) return;
  shapes.push(value);
  if (shapes.length === 1) inspected.fields = numericFields(value);
}

function numericFields(object: object): string[] {
  if (Array.isArray(object) || ArrayBuffer.isView(object)) return [];
  const fields: string[] = [];
  for (const key of Object.keys(object)) {
    if (fields.length === MAX_FIELDS) break;
    if (typeof Object.getOwnPropertyDescriptor(object, key)?.value === 'number') fields.push(key);
  }
  return fields;
}
