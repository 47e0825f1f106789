/** Ids of asynchronous locks; each is described in the trace when first met. */
import { BlobKind } from '../../trace/records.js';
import { now } from './clock.js';
import { emitJson } from './ring.js';

type Kind = 'web-lock' | 'async-mutex' | 'async-semaphore';

const named = new Map<string, number>();
let ids = 0;

function describe(kind: Kind, name: string, scope: 'process' | 'thread', createdAt: number): number {
  const id = ++ids;
  emitJson(BlobKind.AsyncLock, id, now(), { kind, name, scope, createdAt });
  return id;
}

/** The id of a lock that is known by its name. */
export function asyncLockId(kind: Kind, name: string, scope: 'process' | 'thread', createdAt: number): number {
  const known = named.get(name);
  if (known !== undefined) return known;
  const id = describe(kind, name, scope, createdAt);
  named.set(name, id);
  return id;
}

/** The id of a new lock object. */
export function newAsyncLockId(kind: Kind, createdAt: number): number {
  return describe(kind, '', 'thread', createdAt);
}
