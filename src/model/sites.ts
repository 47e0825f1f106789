import { readText, type TraceBlob } from '../trace/decode.js';
import { BlobKind } from '../trace/records.js';
import { parseStack, type RawFrame } from './parse-stack.js';
import type { Frame, Site } from './profile.js';

/** All call sites of the run; equal stacks of different threads are one site. */
export interface SiteTable {
  sites: Site[];
  /** SiteIndex of a thread's site id; -1 when it was never described. */
  siteOf(thread: number, id: number): number;
  /** SiteIndex of a stack that was put together here rather than recorded. */
  intern(frames: readonly RawFrame[]): number;
}

/** @param positionOf position of a thread by its index in the trace, -1 = none. */
export function createSiteTable(
  blobs: readonly TraceBlob[],
  positionOf: Int32Array,
  threads: number,
  resolve: (raw: RawFrame) => Frame,
): SiteTable {
  const sites: Site[] = [];
  const known = new Map<string, number>();
  const byId = Array.from({ length: threads }, () => new Map<number, number>());

  function internText(key: string, read: () => readonly RawFrame[]): number {
    const index = known.get(key);
    if (index !== undefined) return index;
    const frames = read().map(resolve);
    sites.push({ frames, place: frames.findIndex(({ owner }) => owner === 'user') });
    known.set(key, sites.length - 1);
    return sites.length - 1;
  }

  for (const blob of blobs) {
    if (blob.kind !== BlobKind.Site) continue;
    const text = readText(blob.bytes);
    byId[positionOf[blob.thread] as number]?.set(
      blob.id,
      internText(text, () => parseStack(text)),
    );
  }
  return {
    sites,
    siteOf: (thread, id) => byId[thread]?.get(id) ?? -1,
    intern: (frames) => internText(frames.map(formatFrame).join('\n'), () => frames),
  };
}

/** As V8 would print it, so that a put-together stack meets its recorded twin. */
function formatFrame({ functionName, file, line, column }: RawFrame): string {
  const position = `${file}:${line}:${column}`;
  return functionName === '' ? `at ${position}` : `at ${functionName} (${position})`;
}
