/**
 * Moves records from the rings to the file. Whoever drains (the collector; without one, the main thread) uses this. A
 * write that fails never throws: the file is cut back to its last whole block, its header says why, and the rings go on
 * being emptied.
 */
import fs from 'node:fs';
import {
  BLOCK_HEADER_BYTES,
  BLOCK_MAGIC,
  BlockKind,
  checksum,
  HEADER_BYTES,
  TRACE_MAGIC,
  TRACE_VERSION,
  TraceStatus,
  type TraceEnd,
  type TraceHeader,
} from '../../trace/format.js';
import { RECORD_BYTES } from '../../trace/records.js';
import { DetailLevel, Header, RING_RECORDS, Slot, type SlotViews } from './arena.js';
import { now } from './clock.js';
import { atomics } from './natives.js';

export interface TraceFile {
  fd: number;
  bytes: number;
  sequence: number;
  maxBytes: number;
  failed: boolean;
}

const STATUS_OFFSET = 12;
const MASK = RING_RECORDS - 1;

/** Creates the file and writes its header. Throws where the directory cannot be written. */
export function createTraceFile(path: string, header: TraceHeader, maxBytes: number): TraceFile {
  const block = Buffer.alloc(HEADER_BYTES);
  let text = Buffer.from(JSON.stringify(header));
  if (text.length > HEADER_BYTES - 24)
    text = Buffer.from(JSON.stringify({ ...header, argv: header.argv.slice(0, 2), execArgv: [] }));
  if (text.length > HEADER_BYTES - 24)
    text = Buffer.from(JSON.stringify({ ...header, argv: [], execArgv: [], cwd: '' }));
  block.write(TRACE_MAGIC, 0, 'latin1');
  block.writeUInt32LE(TRACE_VERSION, 8);
  block.writeUInt32LE(TraceStatus.Recording, STATUS_OFFSET);
  block.writeUInt32LE(text.length, 16);
  text.copy(block, 24);
  const fd = fs.openSync(path, 'w');
  fs.writeSync(fd, block);
  return { fd, bytes: HEADER_BYTES, sequence: 0, maxBytes, failed: false };
}

export function setStatus(file: TraceFile, status: number): void {
  const word = Buffer.alloc(4);
  word.writeUInt32LE(status);
  try {
    fs.writeSync(file.fd, word, 0, 4, STATUS_OFFSET);
  } catch {
    // The reader finds a file that stops early, which is what there is to say.
  }
}

function fail(file: TraceFile, error: unknown): void {
  file.failed = true;
  const code = (error as { code?: string }).code;
  try {
    fs.ftruncateSync(file.fd, file.bytes);
  } catch {
    // A torn last block is found by its checksum.
  }
  setStatus(
    file,
    code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG' ? TraceStatus.DiskFull : TraceStatus.WriteFailed,
  );
}

function writeBlock(file: TraceFile, kind: number, thread: number, payload: Uint8Array): void {
  const payloadBytes = payload.length;
  const header = Buffer.alloc(BLOCK_HEADER_BYTES);
  header.writeUInt32LE(BLOCK_MAGIC, 0);
  header.writeUInt32LE(kind, 4);
  header.writeUInt32LE(thread, 8);
  header.writeUInt32LE(payloadBytes, 12);
  header.writeUInt32LE(file.sequence, 16);
  header.writeUInt32LE(checksum(new Uint32Array(payload.buffer, payload.byteOffset, payload.length / 4)), 20);
  header.writeBigUInt64LE(BigInt(Math.max(0, now())), 24);
  try {
    const written = fs.writevSync(file.fd, [header, payload], file.bytes);
    if (written !== BLOCK_HEADER_BYTES + payloadBytes)
      throw Object.assign(new Error('short write'), { code: 'ENOSPC' });
    file.bytes += written;
    file.sequence++;
  } catch (error) {
    fail(file, error);
  }
}

let copy: Uint8Array | null = null;

/** A copy, since a thread may still be completing its latest record: what is summed must be what is written. */
function copyRecords(slot: SlotViews, tail: number, records: number): Uint8Array {
  copy ??= new Uint8Array(RING_RECORDS * RECORD_BYTES);
  const start = (tail & MASK) * RECORD_BYTES;
  const bytes = records * RECORD_BYTES;
  const first = slot.ringBytes.subarray(start, Math.min(start + bytes, RING_RECORDS * RECORD_BYTES));
  copy.set(first);
  if (first.length < bytes) copy.set(slot.ringBytes.subarray(0, bytes - first.length), first.length);
  return copy.subarray(0, bytes);
}

/** Writes what is in the ring; true if there was anything. */
export function drainSlot(file: TraceFile, slot: SlotViews): boolean {
  const head = atomics.load(slot.head, Slot.Head);
  const tail = atomics.load(slot.head, Slot.Tail);
  const records = (head - tail) | 0;
  if (records === 0) return false;
  if (!file.failed) {
    writeBlock(file, BlockKind.Records, slot.head[Slot.Thread] as number, copyRecords(slot, tail, records));
  }
  atomics.store(slot.head, Slot.Tail, head);
  return true;
}

/** Less detail as the file grows: all until a quarter of its limit, windows until three quarters, then counters only. */
export function adjustDetail(file: TraceFile, header: Int32Array): void {
  const share = file.bytes / file.maxBytes;
  const level = share < 0.25 ? DetailLevel.All : share < 0.75 ? DetailLevel.Windows : DetailLevel.Counters;
  if (header[Header.Detail] !== level) atomics.store(header, Header.Detail, level);
}

/** The last block of an orderly end. */
export function writeEnd(file: TraceFile, end: TraceEnd): void {
  if (file.failed) return;
  const text = JSON.stringify(end);
  const padded = Buffer.alloc(Math.ceil(Buffer.byteLength(text) / RECORD_BYTES) * RECORD_BYTES, ' ');
  padded.write(text);
  // Buffers from the pool may start anywhere; the checksum reads words.
  writeBlock(file, BlockKind.End, 0, new Uint8Array(padded));
  if (!file.failed) setStatus(file, end.overLimit > 0 ? TraceStatus.SizeLimit : TraceStatus.Complete);
}
