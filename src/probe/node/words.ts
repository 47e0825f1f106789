/**
 * The words of shared memory this thread synchronises on: identity, exact counters (in the slot, so that they outlive the
 * thread), and the protocol as far as it shows: free → taken → free again by the same thread is a lock.
 */
import { BlobKind, WORD_STAT_COLUMNS, WordStat } from '../../trace/records.js';
import { BOARD_WORDS, Slot, STAT_WORDS } from './arena.js';
import { nameBuffer } from './buffer-identity.js';
import { now } from './clock.js';
import { emitJson } from './ring.js';
import { thisThread } from './thread.js';

/** Words a thread tells apart; lock tables striped wider than this go uncounted beyond it. */
const MAX_WORDS = 4096;

export const Protocol = {
  Unknown: 0,
  /** 0 = free. */
  Mutex: 1,
  /** Counts down when taken, up when released. */
  Semaphore: 2,
  /** A word that says whose turn it is. */
  Ticket: 3,
  NotALock: 4,
} as const;

export interface Word {
  id: number;
  /** Index of its counters in the slot's stats, or -1. */
  stat: number;
  /** Index of its pair on the lock board. */
  board: number;
  protocol: number;
  held: boolean;
  /** Failed attempts and waits since this thread last held it. */
  attempts: number;
  waited: boolean;
  /** When the current hold began, where it is timed; else -1. */
  heldSinceNs: number;
  detailed: boolean;
  /** How many more acquisitions may be recorded one by one in the current window, and when that began. */
  detailLeft: number;
  detailSinceNs: number;
  /** Site of the latest failed attempt or wait: taken outside the critical section. */
  pendingSite: number;
  waitSites: number;
  releaseSites: number;
  acquires: number;
  /** Evidence against being a lock, for a ticket. */
  strikes: number;
  ticketMatches: number;
  spinSinceNs: number;
}

interface SharedArray {
  bufferName: string;
  byteOffset: number;
  elementBytes: number;
  words: Map<number, Word>;
}

export type Element = Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array | BigInt64Array;

const arrays = new WeakMap<object, SharedArray | null>();
const byPlace = new Map<string, Word>();
let lastArray: unknown = null;
let lastEntry: SharedArray | null = null;

function describeArray(array: Element): SharedArray | null {
  if (!ArrayBuffer.isView(array) || !(array.buffer instanceof SharedArrayBuffer)) return null;
  return {
    bufferName: nameBuffer(array.buffer),
    byteOffset: array.byteOffset,
    elementBytes: array.BYTES_PER_ELEMENT,
    words: new Map(),
  };
}

function entryOf(array: Element): SharedArray | null {
  if (array === lastArray) return lastEntry;
  let entry = arrays.get(array);
  if (entry === undefined) {
    entry = describeArray(array);
    arrays.set(array, entry);
  }
  lastArray = array;
  lastEntry = entry;
  return entry;
}

function hash(text: string): number {
  let value = 0;
  for (let at = 0; at < text.length; at++) value = (Math.imul(value, 31) + text.charCodeAt(at)) | 0;
  return (value >>> 0) % BOARD_WORDS;
}

function createWord(entry: SharedArray, byteOffset: number, place: string): Word | null {
  if (byPlace.size >= MAX_WORDS) return null;
  const id = byPlace.size + 1;
  const { views } = thisThread();
  const row = views.head[Slot.Words] as number;
  const stat = row < STAT_WORDS ? row * WORD_STAT_COLUMNS : -1;
  if (stat >= 0) {
    views.stats[stat + WordStat.WordId] = id;
    views.head[Slot.Words] = row + 1;
  }
  emitJson(BlobKind.Word, id, now(), { buffer: entry.bufferName, byteOffset });
  return {
    id,
    stat,
    board: hash(place) * 2,
    protocol: Protocol.Unknown,
    held: false,
    attempts: 0,
    waited: false,
    heldSinceNs: -1,
    detailed: false,
    detailLeft: 0,
    detailSinceNs: -Infinity,
    pendingSite: 0,
    waitSites: 0,
    releaseSites: 0,
    acquires: 0,
    strikes: 0,
    ticketMatches: 0,
    spinSinceNs: -1,
  };
}

/** The word at array[index]; null when it is not shared memory or there are too many. Makes it known. */
export function wordAt(array: Element, index: number): Word | null {
  const entry = entryOf(array);
  if (entry === null || typeof index !== 'number') return null;
  const known = entry.words.get(index);
  if (known !== undefined) return known;
  const byteOffset = entry.byteOffset + index * entry.elementBytes;
  const place = `${entry.bufferName}+${byteOffset}`;
  // Another view of the same buffer may have met it before.
  const word = byPlace.get(place) ?? createWord(entry, byteOffset, place);
  if (word === null) return null;
  byPlace.set(place, word);
  entry.words.set(index, word);
  return word;
}

/** The same, but only if it is known already. */
export function knownWordAt(array: Element, index: number): Word | null {
  const entry = array === lastArray ? lastEntry : (arrays.get(array) ?? null);
  return entry === null ? null : (entry.words.get(index) ?? null);
}

export function count(word: Word, column: number, by: number): void {
  if (word.stat < 0) return;
  const { stats } = thisThread().views;
  const at = word.stat + column;
  stats[at] = (stats[at] as number) + by;
}
