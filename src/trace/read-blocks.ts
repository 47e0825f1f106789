import {
  BLOCK_HEADER_BYTES,
  BLOCK_MAGIC,
  BlockKind,
  HEADER_BYTES,
  checksum,
  type LaunchEnd,
  type TraceEnd,
} from './format.js';
import { readObject } from './read-json.js';

export interface Blocks {
  /** Payloads of each thread in file order; views of the file, not copies. */
  segments: Map<number, Uint32Array[]>;
  end: Partial<TraceEnd> | undefined;
  launch: Partial<LaunchEnd> | undefined;
  /** When the last sound block was flushed, ns since the epoch. */
  lastFlushNs: number;
  missing: string[];
}

/** Word offsets within a block's header. */
const KIND = 1;
const THREAD = 2;
const LENGTH = 3;
const SEQUENCE = 4;
const CHECKSUM = 5;
const HEADER_WORDS = BLOCK_HEADER_BYTES / 4;

/**
 * Walks the blocks of a trace up to the first that is cut off or damaged. Never throws.
 * @param bytes the file; begins at a multiple of 4 in its buffer.
 */
export function readBlocks(bytes: Uint8Array): Blocks {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >>> 2);
  const blocks: Blocks = { segments: new Map(), end: undefined, launch: undefined, lastFlushNs: 0, missing: [] };
  let at = HEADER_BYTES / 4;
  let expected = 0;
  while (at < words.length || bytes.byteLength > at * 4) {
    const fault = findFault(words, at);
    if (fault !== undefined) {
      blocks.missing.push(describeFault(fault, at * 4, bytes.byteLength));
      readTrailingLaunch(bytes, words, at, blocks);
      break;
    }
    const sequence = words[at + SEQUENCE] as number;
    const kind = words[at + KIND] as number;
    // The launcher appends its block without knowing the count.
    if (kind !== BlockKind.Launch) {
      if (sequence > expected) blocks.missing.push(`Blocks ${expected} to ${sequence - 1} of the trace are absent.`);
      expected = sequence + 1;
    }
    at = readBlock(words, at, blocks);
  }
  return blocks;
}

function findFault(words: Uint32Array, at: number): 'cut' | 'damaged' | undefined {
  if (at + HEADER_WORDS > words.length) return 'cut';
  const length = words[at + LENGTH] as number;
  if (words[at] !== BLOCK_MAGIC || length % 16 !== 0) return 'damaged';
  const end = at + HEADER_WORDS + (length >>> 2);
  if (end > words.length) return 'cut';
  const sum = checksum(words.subarray(at + HEADER_WORDS, end));
  return sum === words[at + CHECKSUM] ? undefined : 'damaged';
}

function describeFault(fault: 'cut' | 'damaged', offset: number, size: number): string {
  const rest = `the last ${size - offset} of ${size} bytes could not be read`;
  return fault === 'cut'
    ? `The trace ends in the middle of a block, as after a kill: ${rest}.`
    : `The trace is damaged at byte ${offset}: ${rest}.`;
}

/** Takes in one sound block and returns where the next begins. */
function readBlock(words: Uint32Array, at: number, blocks: Blocks): number {
  const end = at + HEADER_WORDS + ((words[at + LENGTH] as number) >>> 2);
  const payload = words.subarray(at + HEADER_WORDS, end);
  const kind = words[at + KIND] as number;
  const flushedNs = (words[at + 6] as number) + (words[at + 7] as number) * 2 ** 32;
  if (kind === BlockKind.Records) {
    const thread = (words[at + THREAD] as number) & 0xffff;
    const segments = blocks.segments.get(thread);
    if (segments === undefined) blocks.segments.set(thread, [payload]);
    else segments.push(payload);
    blocks.lastFlushNs = Math.max(blocks.lastFlushNs, flushedNs);
  } else if (kind === BlockKind.End) {
    blocks.end = readObject<TraceEnd>(asBytes(payload));
  } else if (kind === BlockKind.Launch) {
    blocks.launch = readObject<LaunchEnd>(asBytes(payload));
  }
  return end;
}

function asBytes(words: Uint32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}

/** The launcher writes last, behind whatever a killed process left half done. It is small: look in the file's tail. */
function readTrailingLaunch(bytes: Uint8Array, words: Uint32Array, from: number, blocks: Blocks): void {
  const first = Math.max(from * 4, bytes.byteLength - 65_536);
  const view = new DataView(words.buffer, words.byteOffset, bytes.byteLength);
  for (let offset = bytes.byteLength - BLOCK_HEADER_BYTES; offset >= first; offset--) {
    if (view.getUint32(offset, true) !== BLOCK_MAGIC) continue;
    const rest = bytes.slice(offset, bytes.byteLength - ((bytes.byteLength - offset) % 4));
    const tail = new Uint32Array(rest.buffer);
    if (tail[KIND] !== BlockKind.Launch || findFault(tail, 0) !== undefined) continue;
    readBlock(tail, 0, blocks);
    return;
  }
}
