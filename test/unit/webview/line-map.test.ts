import { describe, expect, it } from 'vitest';
import type { ReportSharedBuffer } from '../../../src/report/report-memory.js';
import { describeStretch } from '../../../webview/memory/line-map.js';
import { isTouched, layOut, listStretches, sharingOf, type Stretch } from '../../../webview/memory/stretches.js';

const line = (offset: number, sharing: 'false' | 'true', lineBytes = 64): ReportSharedBuffer['lines'][number] => ({
  offset,
  lineBytes,
  sharing,
  users: [],
  cpuShare: null,
  findingKey: null,
  measured: null,
});

const buffer: ReportSharedBuffer = {
  name: 'shared 1',
  bytes: 1000,
  lines: [line(128, 'true'), line(64, 'false')],
  map: [
    { beginLine: 4, endLine: 9, readers: [1, 2], writers: [] },
    { beginLine: 1, endLine: 3, readers: [1], writers: [1, 2] },
  ],
};

describe('listStretches', () => {
  it('covers the whole buffer, what nobody touched too, in order', () => {
    const stretches = listStretches(buffer);
    expect(stretches.map(({ begin, end }) => [begin, end])).toEqual([
      [0, 1],
      [1, 3],
      [3, 4],
      [4, 9],
      [9, 16],
    ]);
    expect(stretches.map(isTouched)).toEqual([false, true, false, true, false]);
  });

  it('knows which lines are fought for, and calls a stretch false before true', () => {
    const [, fought, , read] = listStretches(buffer) as [Stretch, Stretch, Stretch, Stretch];
    expect(fought.contended.map(({ offset }) => offset)).toEqual([128, 64]);
    expect(sharingOf(fought)).toBe('false');
    expect(sharingOf(read)).toBeNull();
  });

  it('finds a line of 128 bytes in both of its halves', () => {
    const halves = listStretches({
      ...buffer,
      lines: [line(0, 'false', 128)],
      map: [
        { beginLine: 0, endLine: 1, readers: [], writers: [1] },
        { beginLine: 1, endLine: 2, readers: [], writers: [2] },
      ],
    });
    expect(halves.map(sharingOf)).toEqual(['false', 'false', null]);
  });
});

describe('layOut', () => {
  it('gives each stretch a width that can be seen, and the rest by length', () => {
    const edges = layOut(
      [
        { begin: 0, end: 1 },
        { begin: 1, end: 1001 },
      ],
      1000,
    );
    expect(edges[0]).toBe(0);
    expect(edges[1]).toBeGreaterThan(7);
    expect(edges[1]).toBeLessThan(9);
    expect(edges[2]).toBeCloseTo(1000, 6);
  });

  it('goes by length alone where there are too many', () => {
    const many = Array.from({ length: 300 }, (_, at) => ({ begin: at, end: at + 1 }));
    const edges = layOut(many, 600);
    expect(edges[1]).toBeCloseTo(2, 6);
    expect(edges.at(-1)).toBeCloseTo(600, 6);
  });
});

it('a stretch is told with its bytes, who uses it, and how it is shared', () => {
  const [gap, fought] = listStretches(buffer) as [Stretch, Stretch];
  const nameOf = (thread: number): string => `worker ${thread}`;
  expect(describeStretch(fought, nameOf)).toBe(
    'bytes 64–192, lines 1–2 · written by worker 1, worker 2 · read by worker 1 · false sharing',
  );
  expect(describeStretch(gap, nameOf)).toBe('bytes 0–64, line 0 · not touched while it was looked at');
});
