import { RecordType } from './records.js';

/** All records of one thread but Base and Blob, in the order they were written. Times are ns since the trace's epoch. */
export interface RecordColumns {
  /** As in the file; COLLECTOR_THREAD for what the collector wrote. */
  thread: number;
  count: number;
  /** type · flags << 8 · c << 16 */
  head: Uint32Array;
  timeNs: Float64Array;
  a: Uint32Array;
  b: Uint32Array;
}

export interface TraceBlob {
  /** The thread that wrote it, and when. */
  thread: number;
  timeNs: number;
  kind: number;
  id: number;
  bytes: Uint8Array;
}

export interface ThreadContent {
  columns: RecordColumns;
  blobs: TraceBlob[];
  lost: number;
  /** A blob was announced whose bytes are not all there. */
  cutBlob: boolean;
}

const double = new Float64Array(1);
const doubleWords = new Uint32Array(double.buffer);

/** The value of a record marked f64. */
export function joinDouble(a: number, b: number): number {
  doubleWords[0] = a;
  doubleWords[1] = b;
  return double[0] as number;
}

/** Turns the payloads of one thread's blocks into columns. A blob may reach over the border of two payloads. */
export function readColumns(thread: number, segments: readonly Uint32Array[]): ThreadContent {
  const units = segments.reduce((sum, segment) => sum + (segment.length >>> 2), 0);
  const head = new Uint32Array(units);
  const timeNs = new Float64Array(units);
  const a = new Uint32Array(units);
  const b = new Uint32Array(units);
  const blobs: TraceBlob[] = [];
  let open: OpenBlob | undefined;
  let baseNs = 0;
  let count = 0;
  let lost = 0;
  let unitsLeft = units;
  for (const words of segments) {
    unitsLeft -= words.length >>> 2;
    let at = 0;
    while (at < words.length) {
      if (open !== undefined) {
        at = fillBlob(open, words, at);
        if (open.missing === 0) {
          blobs.push(open.blob);
          open = undefined;
        }
        continue;
      }
      const word = words[at] as number;
      const type = word & 255;
      const time = words[at + 1] as number;
      const first = words[at + 2] as number;
      const second = words[at + 3] as number;
      at += 4;
      if (type === RecordType.Base) {
        const base = joinDouble(first, second);
        if (Number.isFinite(base)) baseNs = base;
      } else if (type === RecordType.Blob) {
        const left = unitsLeft * 16 + (words.length - at) * 4;
        open = openBlob({ thread, timeNs: baseNs + time, kind: word >>> 16, id: first }, second, left);
        if (open.missing === 0) {
          blobs.push(open.blob);
          open = undefined;
        }
      } else {
        if (type === RecordType.Lost) lost += first;
        head[count] = word;
        timeNs[count] = baseNs + time;
        a[count] = first;
        b[count] = second;
        count++;
      }
    }
  }
  const columns: RecordColumns = {
    thread,
    count,
    head: head.subarray(0, count),
    timeNs: timeNs.subarray(0, count),
    a: a.subarray(0, count),
    b: b.subarray(0, count),
  };
  return { columns, blobs, lost, cutBlob: open !== undefined };
}

interface OpenBlob {
  blob: TraceBlob;
  filled: number;
  /** 16-byte units still to come. */
  missing: number;
}

/** `left`: bytes this thread has after the record. A length beyond that is damage: nothing is set aside for it. */
function openBlob(what: Omit<TraceBlob, 'bytes'>, length: number, left: number): OpenBlob {
  const bytes = new Uint8Array(length <= left ? length : 0);
  return { blob: { ...what, bytes }, filled: 0, missing: Math.ceil(length / 16) };
}

/** Copies what this payload holds of the blob and returns the word after it. */
function fillBlob(open: OpenBlob, words: Uint32Array, at: number): number {
  const units = Math.min(open.missing, (words.length - at) >>> 2);
  const { bytes } = open.blob;
  const length = Math.min(units * 16, bytes.byteLength - open.filled);
  if (length > 0) {
    bytes.set(new Uint8Array(words.buffer, words.byteOffset + at * 4, length), open.filled);
    open.filled += length;
  }
  open.missing -= units;
  return at + units * 4;
}
