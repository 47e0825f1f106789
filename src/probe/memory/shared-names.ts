/** Names of SharedArrayBuffers, the same in all threads. */
import { askBufferNumber } from '../node/buffer-number.js';
import { note, write } from './thread-file.js';

const names = new WeakMap<SharedArrayBuffer, string>();
const told = new Set<string>();
const byteLengthOf = Object.getOwnPropertyDescriptor(SharedArrayBuffer.prototype, 'byteLength')?.get as () => number;
let localNames = 0;

export function nameShared(buffer: SharedArrayBuffer): string {
  let name = names.get(buffer);
  if (name !== undefined) return name;
  const number = askBufferNumber(buffer);
  if (number === null) {
    note(
      'Sharing between threads was not recorded',
      'this build of Node does not show which shared buffers are the same',
    );
  }
  name = number ?? `local #${++localNames}`;
  names.set(buffer, name);
  if (!told.has(name)) {
    told.add(name);
    write({ kind: 'buffer', shared: name, bytes: Reflect.apply(byteLengthOf, buffer, []) });
  }
  return name;
}
