import type { SiteIndex } from '../profile.js';
import type { MemorySites } from './memory-sites.js';
import type { ThreadRecords } from './thread-records.js';

/** A range of bytes of a SharedArrayBuffer that a thread touched alike, all over. */
export interface Touch {
  /** threadId. */
  thread: number;
  begin: number;
  end: number;
  reads: number;
  writes: number;
  atomics: number;
  site: SiteIndex;
  /** When the thread was at it, first and last known. */
  fromNs: number;
  toNs: number;
}

export interface TouchedBuffer {
  name: string;
  bytes: number;
  touches: Touch[];
}

/** Who touched what of each shared buffer; the same range of the same thread and place is one touch. */
export function collectTouches(threads: readonly ThreadRecords[], sites: MemorySites): TouchedBuffer[] {
  const buffers = new Map<string, { bytes: number; touches: Map<string, Touch> }>();
  const bufferOf = (name: string) => {
    const known = buffers.get(name) ?? { bytes: 0, touches: new Map<string, Touch>() };
    buffers.set(name, known);
    return known;
  };
  for (const records of threads) {
    for (const { shared, bytes } of records.buffers) {
      const buffer = bufferOf(shared);
      buffer.bytes = Math.max(buffer.bytes, bytes);
    }
    for (const { shared, fromNs, toNs, ranges } of records.shared) {
      const { touches } = bufferOf(shared);
      for (const range of ranges) {
        const { begin, end } = range;
        const { reads, writes, atomics } = sortWork(range);
        if (!(end > begin)) continue;
        const site = placeSite(records, range.site, sites);
        const key = `${records.thread.threadId} ${begin} ${end} ${site}`;
        const known = touches.get(key);
        if (known === undefined) {
          touches.set(key, { thread: records.thread.threadId, begin, end, reads, writes, atomics, site, fromNs, toNs });
          continue;
        }
        known.reads += reads;
        known.writes += writes;
        known.atomics += atomics;
        known.fromNs = Math.min(known.fromNs, fromNs);
        known.toNs = Math.max(known.toNs, toNs);
      }
    }
  }
  return [...buffers].map(([name, { bytes, touches }]) => {
    const list = [...touches.values()];
    return { name, bytes: list.reduce((most, { end }) => Math.max(most, end), bytes), touches: list };
  });
}

/**
 * The record counts what reads, what writes and what is atomic, so that one `Atomics.add` is in all three. Here each is counted
 * once: an atomic load is a read like any other, an atomic store or exchange is atomic.
 */
function sortWork({ reads, writes, atomics }: { reads: number; writes: number; atomics: number }): {
  reads: number;
  writes: number;
  atomics: number;
} {
  if (atomics === 0) return { reads, writes, atomics };
  return {
    reads: Math.max(0, reads - writes),
    writes: Math.max(0, writes - atomics),
    atomics: Math.min(writes, atomics),
  };
}

/** SiteIndex of a thread's own site number; -1 where it was never described. */
export function placeSite({ sites: own, loops }: ThreadRecords, id: number, sites: MemorySites): SiteIndex {
  const site = own.get(id);
  const loop = site === undefined ? undefined : loops.get(site.loop);
  if (site === undefined || loop === undefined) return -1;
  return sites.at({ functionName: loop.functionName, file: loop.file, line: site.line, column: site.column });
}
