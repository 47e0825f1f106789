import { TraceStatus, type LaunchEnd, type TraceEnd, type TraceHeader } from './format.js';
import { readBlocks } from './read-blocks.js';
import { readColumns, type RecordColumns, type TraceBlob } from './read-columns.js';
import { readHeader } from './read-header.js';
import { upgradeTrace } from './upgrade-trace.js';

export { joinDouble, type RecordColumns, type TraceBlob } from './read-columns.js';
export { readJson, readObject, readText } from './read-json.js';
export { TraceError } from './trace-error.js';

/** A trace read into memory: everything that was sound, and sentences about what was not. */
export interface DecodedTrace {
  header: TraceHeader;
  /** Of TraceStatus. */
  status: number;
  /** By thread index, COLLECTOR_THREAD last. */
  threads: RecordColumns[];
  /** Within a thread in the order they were written. */
  blobs: TraceBlob[];
  end: Partial<TraceEnd> | undefined;
  launch: Partial<LaunchEnd> | undefined;
  /** Ns since the epoch of the last sound block. */
  lastFlushNs: number;
  /** Records dropped for full rings, as the threads themselves noted. */
  lostRecords: number;
  missing: string[];
  bytes: number;
  /** Records in `threads`. */
  records: number;
}

/**
 * Reads a trace file, of this version or an older one, as far as it is sound.
 * @throws TraceError when the file is empty, no trace, cut off within its header, or of a newer version.
 */
export function decodeTrace(file: Uint8Array): DecodedTrace {
  const { version } = readHeader(file);
  const bytes = alignWords(upgradeTrace(file, version));
  const { header, status } = readHeader(bytes);
  const blocks = readBlocks(bytes);
  const missing = [...describeStatus(status, blocks.end !== undefined), ...blocks.missing];
  const threads: RecordColumns[] = [];
  const blobs: TraceBlob[] = [];
  let lostRecords = 0;
  let cutBlobs = 0;
  for (const [thread, segments] of [...blocks.segments].sort(([x], [y]) => x - y)) {
    const content = readColumns(thread, segments);
    threads.push(content.columns);
    for (const blob of content.blobs) blobs.push(blob);
    lostRecords += content.lost;
    if (content.cutBlob) cutBlobs++;
  }
  if (cutBlobs > 0) missing.push(`Descriptions at the end of ${cutBlobs} threads' records are incomplete.`);
  return {
    header,
    status,
    threads,
    blobs,
    end: blocks.end,
    launch: blocks.launch,
    lastFlushNs: blocks.lastFlushNs,
    lostRecords,
    missing,
    bytes: file.byteLength,
    records: threads.reduce((sum, { count }) => sum + count, 0),
  };
}

/** Typed arrays over the file need it to begin at a multiple of 4; Buffers from a pool may not. */
function alignWords(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
}

function describeStatus(status: number, ended: boolean): string[] {
  if (status === TraceStatus.DiskFull) return ['The disk was full: recording stopped before the program did.'];
  if (status === TraceStatus.WriteFailed)
    return ['The trace could not be written on: recording stopped before the program did.'];
  if (status === TraceStatus.SizeLimit)
    return ['The trace reached its size limit: recording stopped before the program did.'];
  if (!ended) return ['The process ended without closing its trace (killed?): up to the last 100 ms may be missing.'];
  return [];
}
