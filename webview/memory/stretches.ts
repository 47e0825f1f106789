import type { ReportSharedBuffer, ReportSharedLine } from '../../src/report/report-memory.js';

const LINE_BYTES = 64;
/** So wide that it can be seen and hit, where there is room for it. */
const MIN_PX = 7;

/** Lines of a buffer that follow each other and are touched alike. */
export interface Stretch {
  /** In lines of 64 bytes, `end` not included. */
  begin: number;
  end: number;
  readers: number[];
  writers: number[];
  /** Those of its lines that several threads use while one writes, busiest first. */
  contended: ReportSharedLine[];
}

/** The whole buffer as stretches, those between them that nobody touched included. */
export function listStretches({ bytes, map, lines }: ReportSharedBuffer): Stretch[] {
  const total = Math.max(1, Math.ceil(bytes / LINE_BYTES));
  const stretches: Stretch[] = [];
  let at = 0;
  for (const { beginLine, endLine, readers, writers } of map.toSorted((a, b) => a.beginLine - b.beginLine)) {
    if (beginLine > at) stretches.push({ begin: at, end: beginLine, readers: [], writers: [], contended: [] });
    const contended = lines.filter(
      ({ offset, lineBytes }) => offset < endLine * LINE_BYTES && offset + lineBytes > beginLine * LINE_BYTES,
    );
    stretches.push({ begin: beginLine, end: endLine, readers, writers, contended });
    at = Math.max(at, endLine);
  }
  if (at < total) stretches.push({ begin: at, end: total, readers: [], writers: [], contended: [] });
  return stretches;
}

export function isTouched({ readers, writers }: Stretch): boolean {
  return readers.length + writers.length > 0;
}

/** How a stretch is shared: false before true, as it is what padding takes away. */
export function sharingOf({ contended }: Stretch): 'false' | 'true' | null {
  if (contended.some(({ sharing }) => sharing === 'false')) return 'false';
  return contended.length > 0 ? 'true' : null;
}

/**
 * Left edges of the stretches and the right edge of the last, px. Each is at least so wide that it can be seen; what is left of
 * the width goes by their lengths. Where they are too many for that, all goes by length.
 */
export function layOut(stretches: readonly Pick<Stretch, 'begin' | 'end'>[], widthPx: number): number[] {
  const least = stretches.length * MIN_PX <= widthPx ? MIN_PX : 0;
  const lines = stretches.reduce((sum, { begin, end }) => sum + end - begin, 0);
  const pxPerLine = (widthPx - least * stretches.length) / Math.max(1, lines);
  const edges = [0];
  for (const { begin, end } of stretches) edges.push((edges.at(-1) ?? 0) + least + (end - begin) * pxPerLine);
  return edges;
}

/** "bytes 128–192" */
export function sayBytesOf({ begin, end }: Pick<Stretch, 'begin' | 'end'>): string {
  return `bytes ${begin * LINE_BYTES}–${end * LINE_BYTES}`;
}
