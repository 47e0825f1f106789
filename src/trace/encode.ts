import { BLOCK_HEADER_BYTES, BLOCK_MAGIC, BlockKind, checksum, type LaunchEnd } from './format.js';

/** A block ready to be appended to a trace file. `payload` is padded with zero bytes to a multiple of 16. */
export function encodeBlock(kind: number, payload: Uint8Array, thread = 0, sequence = 0, timeNs = 0): Uint8Array {
  const length = Math.ceil(payload.byteLength / 16) * 16;
  const block = new Uint8Array(BLOCK_HEADER_BYTES + length);
  block.set(payload, BLOCK_HEADER_BYTES);
  const words = new Uint32Array(block.buffer);
  const body = words.subarray(BLOCK_HEADER_BYTES / 4);
  words.set([BLOCK_MAGIC, kind, thread, length, sequence, checksum(body), timeNs >>> 0, Math.floor(timeNs / 2 ** 32)]);
  return block;
}

/** What the launcher appends to each trace of the run once the process is gone. */
export function encodeLaunchEnd(end: LaunchEnd): Uint8Array {
  return encodeBlock(BlockKind.Launch, new TextEncoder().encode(JSON.stringify(end)));
}
