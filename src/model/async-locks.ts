import { readObject } from '../trace/decode.js';
import { BlobKind, RecordType } from '../trace/records.js';
import { createHoldRows, createWaitRows, openHold, openWait, type HoldRows, type WaitRows } from './lock-rows.js';
import type { Lock } from './profile.js';
import type { Recording } from './recording.js';
import type { Cursor, Handlers } from './sweep.js';

export interface AsyncLock {
  kind: Extract<Lock['kind'], 'web-lock' | 'async-mutex' | 'async-semaphore'>;
  name: string;
  createdAt: number;
}

interface AsyncLockInfo extends AsyncLock {
  scope: 'process' | 'thread';
}

export interface AsyncLog {
  handlers: Handlers;
  locks: AsyncLock[];
  /** `word` is the row in `locks`. Only requests that found the lock taken are waits. */
  waits: WaitRows;
  holds: HoldRows;
}

/** What became of one request. */
interface Request {
  wait: number;
  hold: number;
  site: number;
}

/** Follows locks that are awaited rather than blocked on. Those of scope 'process' are one in all threads, by name. */
export function logAsyncLocks({ trace, positionOf, infos, sites }: Recording): AsyncLog {
  const locks: AsyncLock[] = [];
  const byKey = new Map<string, number>();
  const rowOf = new Map<number, number>();
  const waits = createWaitRows();
  const holds = createHoldRows();
  /** By thread; keyed by lock id and request number. */
  const requests = infos.map(() => new Map<number, Request>());
  /** Holds that are open, by lock: several for a semaphore or a shared web lock. */
  const open: number[][] = [];
  const lastSite = new Map<number, number>();

  function addLock(key: string, lock: AsyncLock): number {
    const row = byKey.get(key) ?? locks.push(lock) - 1;
    byKey.set(key, row);
    open[row] ??= [];
    return row;
  }

  for (const blob of trace.blobs) {
    const thread = positionOf[blob.thread] as number;
    if (blob.kind !== BlobKind.AsyncLock || thread === -1) continue;
    const info = readObject<AsyncLockInfo>(blob.bytes);
    if (info === undefined) continue;
    const { kind = 'async-mutex', name = '', scope = 'thread', createdAt = 0 } = info;
    const key = scope === 'process' ? `${kind} ${name}` : `${thread} ${blob.id}`;
    rowOf.set(thread * 2 ** 32 + blob.id, addLock(key, { kind, name, createdAt: sites.siteOf(thread, createdAt) }));
  }

  function lockOf({ thread, a }: Cursor): number {
    const id = thread * 2 ** 32 + a;
    const row = rowOf.get(id) ?? addLock(`${thread} ${a}`, { kind: 'async-mutex', name: '', createdAt: -1 });
    rowOf.set(id, row);
    return row;
  }

  function request(cursor: Cursor): void {
    const lock = lockOf(cursor);
    const { thread, site } = cursor;
    const key = lock * 65_536 + thread;
    if (site !== -1) lastSite.set(key, site);
    const at = lastSite.get(key) ?? -1;
    const holder = open[lock]?.at(-1);
    const wait =
      holder === undefined
        ? -1
        : openWait(waits, {
            word: lock,
            thread,
            owner: holds.thread.at(holder),
            site: at,
            before: 0,
            holding: -1,
            beginNs: cursor.timeNs,
          });
    requests[thread]?.set(requestKey(cursor), { wait, hold: -1, site: at });
  }

  function grant(cursor: Cursor): void {
    const lock = lockOf(cursor);
    const entry = requests[cursor.thread]?.get(requestKey(cursor));
    if (entry === undefined) return;
    if (entry.wait !== -1) {
      waits.endNs.set(entry.wait, cursor.timeNs);
      waits.result.set(entry.wait, 0);
    }
    const contended = entry.wait === -1 ? 0 : 1;
    const { thread, timeNs } = cursor;
    entry.hold = openHold(holds, { word: lock, thread, site: entry.site, contended, failed: 0, beginNs: timeNs });
    open[lock]?.push(entry.hold);
  }

  function release(cursor: Cursor): void {
    const entry = requests[cursor.thread]?.get(requestKey(cursor));
    requests[cursor.thread]?.delete(requestKey(cursor));
    if (entry === undefined || entry.hold === -1) return;
    holds.endNs.set(entry.hold, cursor.timeNs);
    holds.releaseSite.set(entry.hold, cursor.site);
    const held = open[lockOf(cursor)] as number[];
    const at = held.indexOf(entry.hold);
    if (at !== -1) held.splice(at, 1);
  }

  return {
    locks,
    waits,
    holds,
    handlers: {
      [RecordType.AsyncRequest]: request,
      [RecordType.AsyncGrant]: grant,
      [RecordType.AsyncRelease]: release,
    },
  };
}

function requestKey({ a, b }: Cursor): number {
  return a * 2 ** 32 + b;
}
