/** What this thread did to shared memory, byte by byte as far as that stays small, since it was last told. */
import type { MemoryShared } from '../../trace/memory.js';
import { write } from './thread-file.js';
import type { SiteState, Window } from './window.js';

interface Touched {
  end: number;
  reads: number;
  writes: number;
  atomics: number;
  site: number;
}

interface Touches {
  fromNs: number;
  /** By the first byte. */
  at: Map<number, Touched>;
  /** Bytes that are told as one; grows where a thread touches much. */
  grain: number;
}

const MAX_TOUCHED = 4096;
const MAX_RANGES = 512;
const LINE_BYTES = 64;

const buffers = new Map<string, Touches>();

/** Adds what a stretch recorded. */
export function addShared(window: Window, sites: readonly SiteState[], nowNs: number): void {
  if (!window.containers.some((container) => container?.shared !== undefined)) return;
  const { log, used } = window;
  for (let at = 0; at < used; at++) {
    const container = window.containers[log.containers[at] as number];
    const address = log.addresses[at] as number;
    const site = sites[log.places[at] as number];
    if (container?.shared === undefined || site === undefined || Number.isNaN(address)) continue;
    touch(container.shared, address, container.elementBytes, site, nowNs);
  }
}

function touch(shared: string, address: number, bytes: number, site: SiteState, nowNs: number): void {
  let touches = buffers.get(shared);
  if (touches === undefined) {
    touches = { fromNs: nowNs, at: new Map(), grain: 1 };
    buffers.set(shared, touches);
  }
  const begin = touches.grain === 1 ? address : Math.floor(address / touches.grain) * touches.grain;
  const end = touches.grain === 1 ? address + bytes : begin + touches.grain;
  let touched = touches.at.get(begin);
  if (touched === undefined) {
    touched = { end, reads: 0, writes: 0, atomics: 0, site: site.id };
    touches.at.set(begin, touched);
    if (touches.at.size > MAX_TOUCHED) coarsen(touches);
  }
  touched.end = Math.max(touched.end, end);
  if (site.access !== 'write') touched.reads++;
  if (site.access !== 'read') touched.writes++;
  if (site.what === 'atomic') touched.atomics++;
}

function coarsen(touches: Touches): void {
  touches.grain = touches.grain === 1 ? LINE_BYTES : touches.grain * 2;
  const finer = [...touches.at];
  touches.at = new Map();
  for (const [begin, fine] of finer) {
    const coarse = Math.floor(begin / touches.grain) * touches.grain;
    const known = touches.at.get(coarse);
    if (known === undefined) touches.at.set(coarse, { ...fine, end: coarse + touches.grain });
    else addTo(known, fine);
  }
}

function addTo(known: Touched, { end, reads, writes, atomics }: Touched): void {
  known.end = Math.max(known.end, end);
  known.reads += reads;
  known.writes += writes;
  known.atomics += atomics;
}

type Range = MemoryShared['ranges'][number];

const isAlike = (a: Range, b: Range): boolean =>
  a.reads > 0 === b.reads > 0 && a.writes > 0 === b.writes > 0 && a.atomics > 0 === b.atomics > 0 && a.site === b.site;

function rangesOf(touches: Touches): Range[] {
  const ranges: Range[] = [];
  for (const [begin, touched] of [...touches.at].sort((a, b) => a[0] - b[0])) {
    const range = { begin, ...touched };
    const last = ranges.at(-1);
    if (last !== undefined && last.end >= begin && isAlike(last, range)) addTo(last, touched);
    else ranges.push(range);
  }
  return ranges;
}

export function tellShared(nowNs: number): void {
  for (const [shared, touches] of buffers) {
    if (touches.at.size === 0) continue;
    let ranges = rangesOf(touches);
    while (ranges.length > MAX_RANGES) {
      coarsen(touches);
      ranges = rangesOf(touches);
    }
    write({ kind: 'shared', shared, fromNs: touches.fromNs, toNs: nowNs, ranges });
    buffers.set(shared, { fromNs: nowNs, at: new Map(), grain: touches.grain });
  }
}
