/**
 * One name for a SharedArrayBuffer in all threads. The inspector shows the number of its backing store as the internal
 * property [[ArrayBufferData]]: undocumented, so it is asked for at start-up and, if it is not there, buffers get names
 * that hold in one thread only and the trace says so.
 */
import { BlobKind } from '../../trace/records.js';
import { askBufferNumber } from './buffer-number.js';
import { now } from './clock.js';
import { emitJson } from './ring.js';
import { thisThread } from './thread.js';

const names = new WeakMap<SharedArrayBuffer, string>();
let localNames = 0;
let noted = false;

export function nameBuffer(buffer: SharedArrayBuffer): string {
  const known = names.get(buffer);
  if (known !== undefined) return known;
  const shared = askBufferNumber(buffer);
  if (shared === null && !noted) {
    noted = true;
    const why = 'this build of Node does not show which shared buffers are the same';
    emitJson(BlobKind.ProbeNote, 0, now(), { what: 'locks cannot be joined across threads', why });
  }
  const name = shared ?? `thread ${thisThread().index} #${++localNames}`;
  names.set(buffer, name);
  return name;
}
