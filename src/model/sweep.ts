import { joinDouble, type RecordColumns } from '../trace/decode.js';
import { RecordType } from '../trace/records.js';
import type { SiteTable } from './sites.js';

/** The record being visited: one object, rewritten for each, so that millions cost no allocation. */
export interface Cursor {
  /** Position in Profile.threads. */
  thread: number;
  timeNs: number;
  a: number;
  b: number;
  c: number;
  flags: number;
  /** SiteIndex, or -1 where the record carried none. */
  site: number;
}

export type Handler = (cursor: Cursor) => void;
/** By record type. */
export type Handlers = Partial<Record<number, Handler>>;

/** Written in batches long after they happened: they must not move the thread's clock. */
const LATE: ReadonlySet<number> = new Set([RecordType.Sample, RecordType.SampleWindow, RecordType.Gc]);

/** The f64 a record carries. */
export function doubleOf(cursor: Cursor): number {
  return joinDouble(cursor.a, cursor.b);
}

/**
 * Visits the records of all threads in order of time, and each thread's in the order written. A record whose time lies
 * before its predecessor's (a spin noticed late) keeps its place after it.
 * @param threads by position; undefined where a thread wrote nothing.
 */
export function sweepRecords(
  threads: readonly (RecordColumns | undefined)[],
  sites: SiteTable,
  handlerSets: readonly Handlers[],
): void {
  const handlers = joinHandlers(handlerSets);
  const late = Uint8Array.from({ length: 256 }, (_, type) => (LATE.has(type) ? 1 : 0));
  const cursor: Cursor = { thread: 0, timeNs: 0, a: 0, b: 0, c: 0, flags: 0, site: -1 };
  const keys = new Float64Array(threads.length);
  const rows = new Int32Array(threads.length);
  const pendingSite = new Int32Array(threads.length).fill(-1);
  const heap: number[] = [];

  function advance(thread: number, columns: RecordColumns): boolean {
    const row = rows[thread] as number;
    if (row === columns.count) return false;
    const time = columns.timeNs[row] as number;
    const type = (columns.head[row] as number) & 255;
    if (time > (keys[thread] as number) && late[type] === 0) keys[thread] = time;
    return true;
  }

  function visit(thread: number, columns: RecordColumns): void {
    const row = (rows[thread] as number)++;
    const head = columns.head[row] as number;
    const type = head & 255;
    if (type === RecordType.At) {
      pendingSite[thread] = sites.siteOf(thread, columns.a[row] as number);
      return;
    }
    const handler = handlers[type];
    if (handler !== undefined) {
      cursor.thread = thread;
      cursor.timeNs = columns.timeNs[row] as number;
      cursor.a = columns.a[row] as number;
      cursor.b = columns.b[row] as number;
      cursor.c = head >>> 16;
      cursor.flags = (head >>> 8) & 255;
      cursor.site = pendingSite[thread] as number;
      handler(cursor);
    }
    pendingSite[thread] = -1;
  }

  function before(x: number, y: number): boolean {
    const difference = (keys[x] as number) - (keys[y] as number);
    return difference < 0 || (difference === 0 && x < y);
  }

  function siftDown(from: number): void {
    let at = from;
    const thread = heap[at] as number;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as number, heap[child] as number)) child++;
      if (!before(heap[child] as number, thread)) break;
      heap[at] = heap[child] as number;
      at = child;
    }
    heap[at] = thread;
  }

  for (const [thread, columns] of threads.entries()) {
    if (columns !== undefined && advance(thread, columns)) heap.push(thread);
  }
  for (let at = (heap.length >>> 1) - 1; at >= 0; at--) siftDown(at);
  while (heap.length > 0) {
    const thread = heap[0] as number;
    const columns = threads[thread] as RecordColumns;
    const limit = Math.min(keyAt(heap, keys, 1), keyAt(heap, keys, 2));
    let more: boolean;
    do {
      visit(thread, columns);
      more = advance(thread, columns);
    } while (more && (keys[thread] as number) < limit);
    if (!more) {
      const last = heap.pop() as number;
      if (heap.length === 0) break;
      heap[0] = last;
    }
    siftDown(0);
  }
}

function keyAt(heap: readonly number[], keys: Float64Array, at: number): number {
  return at < heap.length ? (keys[heap[at] as number] as number) : Infinity;
}

/** Several parts of the model may listen to one type; each gets it, in the order of the sets. */
function joinHandlers(sets: readonly Handlers[]): (Handler | undefined)[] {
  return Array.from({ length: 256 }, (_, type) => {
    const listeners = sets.flatMap((set) => set[type] ?? []);
    const [first, second] = listeners;
    if (first === undefined || second === undefined) return first;
    if (listeners.length === 2) {
      return (cursor: Cursor) => {
        first(cursor);
        second(cursor);
      };
    }
    return (cursor: Cursor) => {
      for (const listener of listeners) listener(cursor);
    };
  });
}
