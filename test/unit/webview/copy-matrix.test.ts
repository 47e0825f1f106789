import { describe, expect, it } from 'vitest';
import type { ReportCopy } from '../../../src/report/report-memory.js';
import { buildMatrix } from '../../../webview/memory/copy-matrix.js';

const nameOf = (thread: number): string => (thread === 0 ? 'main' : `worker ${thread}`);
const copy = (from: number, to: number, bytes: number | null): ReportCopy => ({
  from,
  to,
  messages: 2,
  bytes,
  cloneNs: 10,
  place: null,
});

describe('buildMatrix', () => {
  it('has who sends as rows, who receives as columns, and nothing where nothing was sent', () => {
    const { senders, receivers, cells, largest } = buildMatrix(
      [copy(0, 2, 500), copy(0, 1, 300), copy(2, 0, 7)],
      nameOf,
    );
    expect(senders).toEqual(['main', 'worker 2']);
    expect(receivers).toEqual(['main', 'worker 1', 'worker 2']);
    expect(cells.map((row) => row.map((cell) => cell?.bytes ?? null))).toEqual([
      [null, 300, 500],
      [7, null, null],
    ]);
    expect(largest).toBe(500);
  });

  it('adds up what goes the same way; what was not sized adds no bytes', () => {
    const { cells } = buildMatrix([copy(0, 1, null), copy(0, 1, 5)], nameOf);
    expect(cells).toEqual([[{ bytes: 5, cloneNs: 20, messages: 4 }]]);
    expect(buildMatrix([copy(0, 1, null)], nameOf).cells[0]?.[0]?.bytes).toBeNull();
  });

  it('puts the least busy of many threads together, and loses none of their bytes', () => {
    const many = Array.from({ length: 30 }, (_, at) => copy(0, at + 1, 100 + at));
    const { receivers, cells } = buildMatrix(many, nameOf);
    expect(receivers.length).toBe(10);
    expect(receivers.at(-1)).toBe('21 others');
    const bytes = cells.flat().reduce((sum, cell) => sum + (cell?.bytes ?? 0), 0);
    expect(bytes).toBe(many.reduce((sum, one) => sum + (one.bytes ?? 0), 0));
    expect(receivers[0]).toBe('worker 22');
  });
});
