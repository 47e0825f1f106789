/** A cheap look at a trace file: whose it is and how busy its threads were, without decoding a record. */
import {
  BLOCK_HEADER_BYTES,
  BLOCK_MAGIC,
  BlockKind,
  COLLECTOR_THREAD,
  HEADER_BYTES,
  TRACE_MAGIC,
  type TraceHeader,
} from './format.js';
import { RECORD_BYTES } from './records.js';

export interface TraceOutline {
  header: TraceHeader;
  /** Threads that wrote records, the main thread included. */
  threads: number;
  records: number;
  /** Records of threads other than the main one: what tells a process with a pool from its launcher (npm, npx). */
  workerRecords: number;
}

const MAIN_THREAD = 0;
const JSON_LENGTH_OFFSET = 16;
const JSON_OFFSET = 24;

/** Undefined when `bytes` is no trace. Stops at the first block that is cut off. */
export function outlineTrace(bytes: Uint8Array): TraceOutline | undefined {
  const header = readHeader(bytes);
  if (header === undefined) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const recordsByThread = new Map<number, number>();
  for (let at = HEADER_BYTES; at + BLOCK_HEADER_BYTES <= bytes.byteLength;) {
    if (view.getUint32(at, true) !== BLOCK_MAGIC) break;
    const thread = view.getUint32(at + 8, true);
    const payloadBytes = view.getUint32(at + 12, true);
    if (view.getUint32(at + 4, true) === BlockKind.Records && thread !== COLLECTOR_THREAD) {
      recordsByThread.set(thread, (recordsByThread.get(thread) ?? 0) + payloadBytes / RECORD_BYTES);
    }
    at += BLOCK_HEADER_BYTES + payloadBytes;
  }
  const records = [...recordsByThread.values()].reduce((sum, count) => sum + count, 0);
  const workerRecords = records - (recordsByThread.get(MAIN_THREAD) ?? 0);
  return { header, threads: recordsByThread.size, records, workerRecords };
}

function readHeader(bytes: Uint8Array): TraceHeader | undefined {
  if (bytes.byteLength < HEADER_BYTES) return undefined;
  const text = new TextDecoder();
  if (text.decode(bytes.subarray(0, TRACE_MAGIC.length)) !== TRACE_MAGIC) return undefined;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(JSON_LENGTH_OFFSET, true);
  try {
    return JSON.parse(text.decode(bytes.subarray(JSON_OFFSET, JSON_OFFSET + length))) as TraceHeader;
  } catch {
    return undefined;
  }
}
