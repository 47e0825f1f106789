/** What is indexed: its kind, its elements, and where in memory they are. Nothing here runs code of the program. */
import { types } from 'node:util';
import { elementsOf } from './elements.js';
import { nameShared } from './shared-names.js';
import type { MemorySiteWindow } from '../../trace/memory.js';

export interface Container {
  kind: string;
  elements: MemorySiteWindow['elements'];
  elementBytes: number;
  /** Elements. */
  length: number;
  /** Of its first element, in its buffer. */
  byteOffset: number;
  /** Name of the SharedArrayBuffer it shows. */
  shared: string | undefined;
  /** Its elements may be looked at without running a getter or a trap. */
  isPlainArray: boolean;
}

const typedPrototype = Object.getPrototypeOf(Uint8Array.prototype) as object;
function getter<Value>(name: PropertyKey): (typed: object) => Value {
  const get = Object.getOwnPropertyDescriptor(typedPrototype, name)?.get as () => Value;
  return (typed) => Reflect.apply(get, typed, []);
}
const typeName = getter<string | undefined>(Symbol.toStringTag);
const lengthOf = getter<number>('length');
const offsetOf = getter<number>('byteOffset');
const bytesOf = getter<number>('byteLength');
const bufferOf = getter<object>('buffer');

/** An ordinary array's elements, and an object's. */
const POINTER_BYTES = 8;

export function describeContainer(value: object): Container {
  if (types.isProxy(value)) return other('Proxy');
  const name = typeName(value);
  if (name !== undefined) return describeTyped(value, name);
  if (Array.isArray(value)) {
    return {
      kind: 'Array',
      elements: elementsOf(value),
      elementBytes: POINTER_BYTES,
      length: value.length,
      byteOffset: 0,
      shared: undefined,
      isPlainArray: true,
    };
  }
  return { ...other('Object'), elements: elementsOf(value) === 'dictionary' ? 'dictionary' : 'none' };
}

export function describeText(text: string): Container {
  return { ...other('String'), elementBytes: 1, length: text.length };
}

function describeTyped(value: object, name: string): Container {
  const length = lengthOf(value);
  const buffer = bufferOf(value);
  return {
    kind: Object.getPrototypeOf(value) === Buffer.prototype ? 'Buffer' : name,
    elements: 'typed',
    elementBytes: length === 0 ? 1 : bytesOf(value) / length,
    length,
    byteOffset: offsetOf(value),
    shared: types.isSharedArrayBuffer(buffer) ? nameShared(buffer) : undefined,
    isPlainArray: false,
  };
}

function other(kind: string): Container {
  return {
    kind,
    elements: 'none',
    elementBytes: POINTER_BYTES,
    length: 0,
    byteOffset: 0,
    shared: undefined,
    isPlainArray: false,
  };
}
