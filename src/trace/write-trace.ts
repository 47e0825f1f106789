import { encodeBlock } from './encode.js';
import {
  BlockKind,
  HEADER_BYTES,
  TRACE_MAGIC,
  TRACE_VERSION,
  TraceStatus,
  type TraceEnd,
  type TraceHeader,
} from './format.js';
import { RecordType } from './records.js';

/** Writes records of one thread. Times are ns since the epoch and may go backwards, as they do for samples. */
export interface ThreadWriter {
  record(timeNs: number, type: number, a?: number, b?: number, c?: number, flags?: number): void;
  /** A record marked f64. */
  double(timeNs: number, type: number, value: number, c?: number, flags?: number): void;
  /** Text and binary go in as they are, all else as JSON. */
  blob(timeNs: number, kind: number, id: number, content: string | Uint8Array | object): void;
}

export interface TraceWriter {
  thread(index: number): ThreadWriter;
  /** The whole file. Without `end` it reads as if the process had been killed. */
  finish(end?: TraceEnd): Uint8Array;
}

const BLOCK_PAYLOAD_BYTES = 65_536;
const double = new Float64Array(1);
const doubleWords = new Uint32Array(double.buffer);
const text = new TextEncoder();

/** Makes trace files for tests, generators and tools, byte for byte as the probe's collector would. */
export function createTraceWriter(header: TraceHeader): TraceWriter {
  const threads = new Map<number, ThreadBuffer>();
  return {
    thread(index) {
      const known = threads.get(index) ?? createThreadBuffer();
      threads.set(index, known);
      return known.writer;
    },
    finish(end) {
      const status = end === undefined ? TraceStatus.Recording : TraceStatus.Complete;
      const parts = [encodeHeader(header, status)];
      for (const [index, buffer] of threads) {
        const words = buffer.words();
        const bytes = new Uint8Array(words.buffer, 0, words.byteLength);
        for (let at = 0; at < bytes.byteLength; at += BLOCK_PAYLOAD_BYTES) {
          const payload = bytes.subarray(at, at + BLOCK_PAYLOAD_BYTES);
          parts.push(encodeBlock(BlockKind.Records, payload, index, parts.length - 1, buffer.lastNs()));
        }
      }
      if (end !== undefined) {
        parts.push(encodeBlock(BlockKind.End, text.encode(JSON.stringify(end)), 0, parts.length - 1, end.endNs));
      }
      return concatenate(parts);
    },
  };
}

/** The first 4096 bytes of a trace file. */
export function encodeHeader(header: TraceHeader, status: number, version = TRACE_VERSION): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const json = text.encode(JSON.stringify(header));
  bytes.set(text.encode(TRACE_MAGIC));
  bytes.set(json, 24);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, version, true);
  view.setUint32(12, status, true);
  view.setUint32(16, json.byteLength, true);
  return bytes;
}

interface ThreadBuffer {
  writer: ThreadWriter;
  words(): Uint32Array;
  lastNs(): number;
}

function createThreadBuffer(): ThreadBuffer {
  let words = new Uint32Array(4096);
  let length = 0;
  let baseNs = Number.NaN;
  let lastNs = 0;

  function push(word: number, time: number, a: number, b: number): void {
    if (length + 4 > words.length) {
      const grown = new Uint32Array(words.length * 2);
      grown.set(words);
      words = grown;
    }
    words[length] = word;
    words[length + 1] = time;
    words[length + 2] = a;
    words[length + 3] = b;
    length += 4;
  }

  /** Word 1 of a record at this time, after a new base where the old one is out of reach. */
  function encodeTime(timeNs: number): number {
    const time = Math.round(timeNs);
    lastNs = Math.max(lastNs, time);
    if (!(time >= baseNs && time - baseNs < 2 ** 32)) {
      baseNs = time;
      double[0] = time;
      push(RecordType.Base, 0, doubleWords[0] as number, doubleWords[1] as number);
    }
    return time - baseNs;
  }

  const writer: ThreadWriter = {
    record(timeNs, type, a = 0, b = 0, c = 0, flags = 0) {
      const time = encodeTime(timeNs);
      push(type | (flags << 8) | (c << 16), time, a, b);
    },
    double(timeNs, type, value, c = 0, flags = 0) {
      const time = encodeTime(timeNs);
      double[0] = value;
      push(type | (flags << 8) | (c << 16), time, doubleWords[0] as number, doubleWords[1] as number);
    },
    blob(timeNs, kind, id, content) {
      const bytes =
        content instanceof Uint8Array
          ? content
          : text.encode(typeof content === 'string' ? content : JSON.stringify(content));
      const time = encodeTime(timeNs);
      push(RecordType.Blob | (kind << 16), time, id, bytes.byteLength);
      const padded = new Uint8Array(Math.ceil(bytes.byteLength / 16) * 16);
      padded.set(bytes);
      const units = new Uint32Array(padded.buffer);
      for (let at = 0; at < units.length; at += 4) {
        push(units[at] as number, units[at + 1] as number, units[at + 2] as number, units[at + 3] as number);
      }
    },
  };
  return { writer, words: () => words.subarray(0, length), lastNs: () => lastNs };
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}
