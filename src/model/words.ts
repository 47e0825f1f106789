import { readObject, type TraceBlob } from '../trace/decode.js';
import { BlobKind, WORD_STAT_COLUMNS, WordStat } from '../trace/records.js';
import type { Recording } from './recording.js';

/** One 32- or 64-bit cell of shared memory, the same for all threads that use it. */
export interface Word {
  /** Names the SharedArrayBuffer; empty when the word was never described. */
  buffer: string;
  byteOffset: number;
  createdAt: number;
  /** What each thread did to it in the analysed window. */
  uses: WordUse[];
}

export interface WordUse {
  thread: number;
  /** By `WordStat`. */
  stats: Float64Array;
}

export interface WordList {
  words: Word[];
  /** Row in `words` of a thread's word id; a word that was never described counts as its own. */
  wordOf(thread: number, id: number): number;
}

interface WordInfo {
  buffer: string;
  byteOffset: number;
  createdAt: number;
}

/** Unifies the words that threads know under ids of their own, and takes in their cumulative counters. */
export function listWords({ trace, positionOf, infos, sites, window }: Recording): WordList {
  const words: Word[] = [];
  const byPlace = new Map<string, number>();
  const byId = infos.map(() => new Map<number, number>());

  function addWord(buffer: string, byteOffset: number, createdAt: number): number {
    words.push({ buffer, byteOffset, createdAt, uses: [] });
    return words.length - 1;
  }

  function wordOf(thread: number, id: number): number {
    const ids = byId[thread] as Map<number, number>;
    let word = ids.get(id);
    if (word === undefined) {
      word = addWord('', 0, -1);
      ids.set(id, word);
    }
    return word;
  }

  for (const blob of trace.blobs) {
    if (blob.kind !== BlobKind.Word) continue;
    const info = readObject<WordInfo>(blob.bytes);
    const thread = positionOf[blob.thread] as number;
    if (info?.buffer === undefined || thread === -1) continue;
    const createdAt = sites.siteOf(thread, info.createdAt ?? 0);
    const place = `${info.buffer}+${info.byteOffset ?? 0}`;
    const word = byPlace.get(place) ?? addWord(info.buffer, info.byteOffset ?? 0, createdAt);
    byPlace.set(place, word);
    byId[thread]?.set(blob.id, word);
    const known = words[word] as Word;
    if (known.createdAt === -1) known.createdAt = createdAt;
  }
  for (const [thread, blobs] of latestStats(trace.blobs, positionOf, infos.length, window).entries()) {
    addUses(words, (id) => wordOf(thread, id), thread, blobs);
  }
  return { words, wordOf };
}

interface StatsBlobs {
  /** The last before the analysed window: what is not ours. */
  before: TraceBlob | undefined;
  last: TraceBlob | undefined;
}

function latestStats(
  blobs: readonly TraceBlob[],
  positionOf: Int32Array,
  threads: number,
  window: Recording['window'],
): StatsBlobs[] {
  const latest = Array.from({ length: threads }, (): StatsBlobs => ({ before: undefined, last: undefined }));
  for (const blob of blobs) {
    if (blob.kind !== BlobKind.WordStats) continue;
    const entry = latest[positionOf[blob.id & 0xffff] as number];
    if (entry === undefined) continue;
    if (window.marked && blob.timeNs <= window.beginNs) entry.before = blob;
    // The first reading after the window holds all of it; later ones only add what is not ours.
    if (entry.last === undefined || entry.last.timeNs < window.endNs) entry.last = blob;
  }
  return latest;
}

function addUses(words: Word[], wordOf: (id: number) => number, thread: number, blobs: StatsBlobs): void {
  const earlier = new Map<number, Float64Array>();
  for (const row of readRows(blobs.before)) earlier.set(row[WordStat.WordId] as number, row);
  for (const row of readRows(blobs.last)) {
    const id = row[WordStat.WordId] as number;
    if (!Number.isInteger(id) || id < 0) continue;
    const before = earlier.get(id);
    const stats = row.map((value, column) => Math.max(0, value - (before?.[column] ?? 0)));
    words[wordOf(id)]?.uses.push({ thread, stats });
  }
}

function* readRows(blob: TraceBlob | undefined): Generator<Float64Array> {
  if (blob === undefined) return;
  const count = Math.floor(blob.bytes.byteLength / (8 * WORD_STAT_COLUMNS));
  const values = new Float64Array(blob.bytes.slice(0, count * 8 * WORD_STAT_COLUMNS).buffer);
  for (let row = 0; row < count; row++) {
    yield values.slice(row * WORD_STAT_COLUMNS, (row + 1) * WORD_STAT_COLUMNS);
  }
}

/** Sum of one column of `WordStat` over the threads. */
export function sumUses({ uses }: Word, column: number): number {
  return uses.reduce((sum, { stats }) => sum + (stats[column] as number), 0);
}
