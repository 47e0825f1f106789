/**
 * One name for a SharedArrayBuffer in all threads. The inspector shows the number of its backing store as the internal
 * property [[ArrayBufferData]]: undocumented, so it is asked for at start-up and, if it is not there, buffers get names
 * that hold in one thread only and the trace says so.
 */
import { BlobKind } from '../../trace/records.js';
import { now } from './clock.js';
import { inspectorSession } from './inspector.js';
import { emitJson } from './ring.js';
import { thisThread } from './thread.js';

const SLOT = Symbol.for('threadwise.identity');
const GROUP = 'threadwise';
const names = new WeakMap<SharedArrayBuffer, string>();
let localNames = 0;
let noted = false;

interface Remote {
  result?: { objectId?: string };
}
interface Properties {
  internalProperties?: { name: string; value?: { value?: unknown } }[];
}

function askInspector(buffer: SharedArrayBuffer): string | null {
  const session = inspectorSession();
  if (session === null) return null;
  const scope = globalThis as Record<symbol, unknown>;
  let answer: string | null = null;
  try {
    scope[SLOT] = buffer;
    const expression = `globalThis[Symbol.for('threadwise.identity')]`;
    session.post(
      'Runtime.evaluate',
      { expression, objectGroup: GROUP, silent: true },
      (_error: unknown, remote: Remote) => {
        const objectId = remote?.result?.objectId;
        if (objectId === undefined) return;
        session.post('Runtime.getProperties', { objectId, ownProperties: true }, (_e: unknown, found: Properties) => {
          const entry = found?.internalProperties?.find(({ name }) => name === '[[ArrayBufferData]]');
          const number = entry?.value?.value;
          if (typeof number === 'number' || typeof number === 'string') answer = `${number}`;
        });
      },
    );
    session.post('Runtime.releaseObjectGroup', { objectGroup: GROUP });
  } finally {
    delete scope[SLOT];
  }
  return answer;
}

export function nameBuffer(buffer: SharedArrayBuffer): string {
  const known = names.get(buffer);
  if (known !== undefined) return known;
  const shared = askInspector(buffer);
  if (shared === null && !noted) {
    noted = true;
    const why = 'this build of Node does not show which shared buffers are the same';
    emitJson(BlobKind.ProbeNote, 0, now(), { what: 'locks cannot be joined across threads', why });
  }
  const name = shared ?? `thread ${thisThread().index} #${++localNames}`;
  names.set(buffer, name);
  return name;
}
