/**
 * How many bytes a message is: exact for strings and buffers, else estimated by walking a bounded part of it. Never calls
 * a getter and never serialises a second time, for the program could notice either.
 */
import { PayloadKind } from '../../trace/records.js';

/** Values looked at for one estimate; what is beyond is extrapolated from what was seen. */
const MAX_VISITS = 256;
/** Elements looked at in one array or object. */
const MAX_ELEMENTS = 24;

let visits = 0;

function dataValue(owner: object, key: string): unknown {
  const descriptor = Object.getOwnPropertyDescriptor(owner, key);
  return descriptor === undefined || descriptor.get !== undefined ? undefined : descriptor.value;
}

function sizeOfArray(array: readonly unknown[]): number {
  const step = Math.max(1, Math.floor(array.length / MAX_ELEMENTS));
  let bytes = 0;
  let seen = 0;
  for (let at = 0; at < array.length && visits < MAX_VISITS; at += step) {
    bytes += sizeOf(dataValue(array, String(at)));
    seen++;
  }
  return 8 + (seen === 0 ? 0 : (bytes / seen) * array.length);
}

function sizeOfObject(value: object): number {
  const keys = Object.keys(value);
  let bytes = 0;
  let seen = 0;
  for (const key of keys) {
    if (seen >= MAX_ELEMENTS || visits >= MAX_VISITS) break;
    bytes += key.length + 3 + sizeOf(dataValue(value, key));
    seen++;
  }
  return 4 + (seen === 0 ? 0 : (bytes / seen) * keys.length);
}

function sizeOf(value: unknown): number {
  visits++;
  if (typeof value === 'string') return value.length + 5;
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) < 2 ** 30 ? 4 : 9;
  if (typeof value !== 'object' || value === null) return 2;
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? value.byteLength + 16 : 16;
  if (value instanceof ArrayBuffer) return value.byteLength + 8;
  if (value instanceof SharedArrayBuffer) return 8;
  if (visits >= MAX_VISITS) return 16;
  if (Array.isArray(value)) return sizeOfArray(value);
  if (value instanceof Map || value instanceof Set) {
    const first = value.entries().next().value as [unknown, unknown] | undefined;
    return first === undefined ? 4 : value.size * (sizeOf(first[0]) + sizeOf(first[1]));
  }
  return sizeOfObject(value);
}

/** Bytes of the structured clone of `value`, about. */
export function estimateBytes(value: unknown): number {
  visits = 0;
  return Math.round(sizeOf(value));
}

export function kindOf(value: object): number {
  if (ArrayBuffer.isView(value)) return PayloadKind.TypedArray;
  if (value instanceof ArrayBuffer) return PayloadKind.ArrayBuffer;
  if (Array.isArray(value)) return PayloadKind.Array;
  if (value instanceof Map || value instanceof Set) return PayloadKind.MapOrSet;
  return PayloadKind.Object;
}

function children(value: object): unknown[] {
  if (ArrayBuffer.isView(value) || Array.isArray(value) || kindOf(value) !== PayloadKind.Object) return [];
  return Object.keys(value)
    .slice(0, MAX_ELEMENTS)
    .map((key) => dataValue(value, key));
}

/** The object that makes up most of a message: itself, or, two levels down at most, a part that is over half of it. */
export function largestPart(value: unknown): { part: object; bytes: number } | null {
  if (typeof value !== 'object' || value === null) return null;
  let part: object = value;
  let bytes = estimateBytes(value);
  for (let depth = 0; depth < 3; depth++) {
    let next: object | null = null;
    let nextBytes = 0;
    for (const child of children(part)) {
      if (typeof child !== 'object' || child === null) continue;
      const childBytes = estimateBytes(child);
      if (childBytes > nextBytes) {
        next = child;
        nextBytes = childBytes;
      }
    }
    if (next === null || nextBytes * 2 < bytes) break;
    part = next;
    bytes = nextBytes;
  }
  return { part, bytes };
}

/** Does the message carry shared memory, at its top two levels? */
export function carriesShared(value: unknown): boolean {
  const isShared = (item: unknown): boolean =>
    item instanceof SharedArrayBuffer || (ArrayBuffer.isView(item) && item.buffer instanceof SharedArrayBuffer);
  if (isShared(value)) return true;
  if (typeof value !== 'object' || value === null) return false;
  return children(value).some((child) => isShared(child));
}
