import { open } from 'node:fs/promises';
import {
  BLOCK_HEADER_BYTES,
  BLOCK_MAGIC,
  BlockKind,
  TRACE_MAGIC,
  TraceStatus,
  checksum,
  type LaunchEnd,
} from '../trace/format.js';

/**
 * Appends what the launcher saw to the trace of a process that is gone. Readers find it behind whatever a killed process
 * left half written.
 * @returns false when the file is no trace, and was left alone.
 */
export async function finishTrace(path: string, end: LaunchEnd): Promise<boolean> {
  const file = await open(path, 'r+');
  try {
    const magic = await file.read(Buffer.alloc(TRACE_MAGIC.length), 0, TRACE_MAGIC.length, 0);
    if (magic.buffer.toString('latin1') !== TRACE_MAGIC) return false;
    const { size } = await file.stat();
    const block = encodeLaunchBlock(end);
    await file.write(block, 0, block.length, size);
    return true;
  } finally {
    await file.close();
  }
}

/** Behind the magic and the version. */
const STATUS_OFFSET = 12;

/** Why the probe could not write all of a trace, as it noted in the header: the rest of a sentence. */
export async function readWriteFailure(path: string): Promise<string | undefined> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, STATUS_OFFSET);
    const status = bytesRead === 4 ? buffer.readUInt32LE(0) : undefined;
    if (status === TraceStatus.DiskFull) {
      return 'the disk is full. Free some space, or choose another folder with --out.';
    }
    if (status === TraceStatus.WriteFailed) return 'writing to it failed. Choose another folder with --out.';
    return bytesRead === 4 ? undefined : 'the disk is full, or the program ended at once.';
  } finally {
    await file.close();
  }
}

function encodeLaunchBlock(end: LaunchEnd): Buffer {
  const json = Buffer.from(JSON.stringify(end));
  // Padded with spaces, which JSON does not mind.
  const payload = new Uint8Array(Math.ceil(json.length / 16) * 16).fill(0x20);
  payload.set(json);
  // Thread 0, sequence unknown and so 0: readers do not count this block.
  const header = Buffer.alloc(BLOCK_HEADER_BYTES);
  header.writeUInt32LE(BLOCK_MAGIC, 0);
  header.writeUInt32LE(BlockKind.Launch, 4);
  header.writeUInt32LE(payload.length, 12);
  header.writeUInt32LE(checksum(new Uint32Array(payload.buffer)), 20);
  header.writeBigUInt64LE(BigInt(Math.round(end.wallNs)), 24);
  return Buffer.concat([header, payload]);
}
