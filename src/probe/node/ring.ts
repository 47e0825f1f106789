/**
 * The writing end of this thread's ring: the only way records leave the thread. Takes nothing from the heap, never
 * blocks, never throws; what does not fit is counted.
 */
import { RecordType, RECORD_BYTES } from '../../trace/records.js';
import { DetailLevel, Header, RING_RECORDS, Slot, type SlotViews } from './arena.js';
import { atomics } from './natives.js';

const MASK = RING_RECORDS - 1;
/** Wake the collector each time this many records were written, so that it comes before the ring is full. */
const DOORBELL_MASK = 4095;
const MAX_DELTA_NS = 0xffffffff;
/** Window length of DetailLevel.Windows: one of eight spans of 2^27 ns (134 ms). */
const WINDOW_NS = 2 ** 27;
const NO_BASE = -1;

let views: SlotViews | null = null;
let header: Int32Array;
let position = 0;
let tail = 0;
let baseNs = NO_BASE;
let drainSelf: (() => void) | null = null;

export function openRing(slotViews: SlotViews, headerView: Int32Array): void {
  views = slotViews;
  header = headerView;
  position = slotViews.head[Slot.Head] as number;
  tail = position;
  baseNs = NO_BASE;
}

/** While there is no collector, the only thread there is empties its own ring when it is full. */
export function onFull(drain: (() => void) | null): void {
  drainSelf = drain;
}

export function isRecording(): boolean {
  return views !== null;
}

export function closeRing(): void {
  views = null;
}

/** Room for `count` records? Looks at the collector's progress only when the last known is not enough. */
function hasRoom(slot: SlotViews, count: number): boolean {
  if (((position - tail) | 0) + count <= RING_RECORDS) return true;
  tail = atomics.load(slot.head, Slot.Tail);
  if (((position - tail) | 0) + count <= RING_RECORDS) return true;
  if (drainSelf !== null) {
    drainSelf();
    tail = atomics.load(slot.head, Slot.Tail);
    return ((position - tail) | 0) + count <= RING_RECORDS;
  }
  return false;
}

function publish(slot: SlotViews, count: number): void {
  const before = position;
  position = (position + count) | 0;
  atomics.store(slot.head, Slot.Head, position);
  if ((before ^ position) & ~DOORBELL_MASK) {
    atomics.add(header, Header.Doorbell, 1);
    atomics.notify(header, Header.Doorbell);
  }
}

function lose(slot: SlotViews, count: number): void {
  slot.head[Slot.Lost] = (slot.head[Slot.Lost] as number) + count;
}

/** True when single events are not to be recorded now, because the file is near its size limit. */
function isGated(slot: SlotViews, timeNs: number): boolean {
  const level = header[Header.Detail] as number;
  if (level === DetailLevel.All) return false;
  if (level === DetailLevel.Windows && Math.floor(timeNs / WINDOW_NS) % 8 === 0) return false;
  slot.head[Slot.Skipped] = (slot.head[Slot.Skipped] as number) + 1;
  return true;
}

function deltaOf(slot: SlotViews, timeNs: number): number {
  let delta = timeNs - baseNs;
  if (baseNs === NO_BASE || delta > MAX_DELTA_NS || delta < 0) {
    baseNs = timeNs;
    delta = 0;
    const at = (position & MASK) * 4;
    slot.ring[at] = RecordType.Base;
    slot.ring[at + 1] = 0;
    slot.ringF64[(position & MASK) * 2 + 1] = timeNs;
    publish(slot, 1);
  }
  return delta;
}

/** What `emit` returns when nothing was written. */
const NOT_WRITTEN = -1;

/**
 * Writes one record. `flags` 8 bits, `c` 16 bits, `a` and `b` 32 bits unsigned (larger values must be cut by the caller).
 * Returns where, for `amend`.
 */
export function emit(type: number, flags: number, c: number, timeNs: number, a: number, b: number): number {
  const slot = views;
  if (slot === null || isGated(slot, timeNs)) return NOT_WRITTEN;
  if (!hasRoom(slot, 2)) {
    lose(slot, 1);
    return NOT_WRITTEN;
  }
  const delta = deltaOf(slot, timeNs);
  const at = (position & MASK) * 4;
  slot.ring[at] = type | (flags << 8) | (c << 16);
  slot.ring[at + 1] = delta;
  slot.ring[at + 2] = a;
  slot.ring[at + 3] = b;
  publish(slot, 1);
  return at;
}

/**
 * Fills in flags, a and b of a record written a moment ago. If the collector took it meanwhile, it keeps what it was
 * written with; the ring is far too long for its place to hold another record by then.
 */
export function amend(at: number, flags: number, a: number, b: number): void {
  const slot = views;
  if (slot === null || at === NOT_WRITTEN) return;
  slot.ring[at] = ((slot.ring[at] as number) & 0xffff00ff) | (flags << 8);
  slot.ring[at + 2] = a;
  slot.ring[at + 3] = b;
}

/** Writes a record that carries one double. */
export function emitF64(type: number, flags: number, c: number, timeNs: number, value: number): void {
  const slot = views;
  if (slot === null) return;
  if (!hasRoom(slot, 2)) return lose(slot, 1);
  const delta = deltaOf(slot, timeNs);
  const at = (position & MASK) * 4;
  slot.ring[at] = type | (flags << 8) | (c << 16);
  slot.ring[at + 1] = delta;
  slot.ringF64[(position & MASK) * 2 + 1] = value;
  publish(slot, 1);
}

/** Writes variable-length data (`kind` = BlobKind). Never gated: later records refer to it. */
export function emitBlob(kind: number, id: number, timeNs: number, bytes: Uint8Array): void {
  const slot = views;
  if (slot === null) return;
  const units = Math.ceil(bytes.length / RECORD_BYTES);
  if (units + 2 > RING_RECORDS || !hasRoom(slot, units + 2)) return lose(slot, 1);
  const delta = deltaOf(slot, timeNs);
  const at = (position & MASK) * 4;
  slot.ring[at] = RecordType.Blob | (kind << 16);
  slot.ring[at + 1] = delta;
  slot.ring[at + 2] = id;
  slot.ring[at + 3] = bytes.length;
  const start = ((position + 1) & MASK) * RECORD_BYTES;
  const untilEnd = RING_RECORDS * RECORD_BYTES - start;
  slot.ringBytes.set(bytes.subarray(0, untilEnd), start);
  if (bytes.length > untilEnd) slot.ringBytes.set(bytes.subarray(untilEnd), 0);
  publish(slot, units + 1);
}

const encoder = new TextEncoder();

export function emitText(kind: number, id: number, timeNs: number, text: string): void {
  emitBlob(kind, id, timeNs, encoder.encode(text));
}

export function emitJson(kind: number, id: number, timeNs: number, value: unknown): void {
  emitText(kind, id, timeNs, JSON.stringify(value));
}
