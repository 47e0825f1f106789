import { open } from 'node:fs/promises';
import { BLOCK_HEADER_BYTES, BLOCK_MAGIC, BlockKind, TRACE_MAGIC, checksum, type LaunchEnd } from '../trace/format.js';

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
