/**
 * The number of a SharedArrayBuffer's backing store, the same in all threads: the inspector shows it as the internal property
 * [[ArrayBufferData]]. Undocumented, so null where it is not there.
 */
import { inspectorSession } from './inspector.js';

const SLOT = Symbol.for('threadwise.identity');
const GROUP = 'threadwise';

interface Remote {
  result?: { objectId?: string };
}
interface Properties {
  internalProperties?: { name: string; value?: { value?: unknown } }[];
}

export function askBufferNumber(buffer: SharedArrayBuffer): string | null {
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
