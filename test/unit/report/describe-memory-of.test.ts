import { describe, expect, it } from 'vitest';
import { describeMemoryOf } from '../../../src/report/describe-memory-of.js';
import type { ReportMemory } from '../../../src/report/report-memory.js';
import { buildSampleReport } from './fixtures/sample-report.js';

const { memory } = buildSampleReport(1);
if (memory === null) throw new Error('the sample has no memory pass');
const known: ReportMemory = {
  ...memory,
  walks: memory.walks.map((walk, at) => ({ ...walk, findingKey: at === 0 ? 'strided-access' : null })),
  shared: memory.shared.map((buffer) => ({
    ...buffer,
    lines: buffer.lines.map((line, at) => ({ ...line, findingKey: at === 0 ? 'false-sharing' : null })),
  })),
};
const tell = (key: string): string[] => describeMemoryOf(known, key).map((line) => line.replaceAll('\u00a0', ' '));

describe('describeMemoryOf', () => {
  it('has the steps of the walk, where it fits, what was replayed and on how much it rests', () => {
    expect(tell('strided-access')).toEqual([
      'data[row * width + column] walks 4 KB steps, uses 8 of every 64 bytes',
      'Steps: +4 KB 100 %, -2 MB 0.1 %, others < 0.1 %',
      '2 MB at a time: more than L2 (1 MB), fits L3 (32 MB)',
      'Replayed: 4 KB steps through 2 MB 3.42 ns an access, the same with the loops swapped 1.01 ns: ×3.4 (2.9–3.9), 15 repeats on this machine',
      'Seen in 48,128 recorded of 201,326,592 accesses',
    ]);
  });

  it('has who uses which bytes of a shared line', () => {
    const [users, cost] = tell('false-sharing');
    expect(users).toMatch(
      /^Line of 64 bytes at 0: thread 1 bytes 0–8 \(1,204 reads, 1,203 writes\); thread 2 bytes 8–16/,
    );
    expect(cost).toContain('a line for each thread 6.5 ns: ×1.4');
  });

  it('has nothing of findings it is not about, and without a memory pass', () => {
    expect(tell('contended-lock')).toEqual([]);
    expect(describeMemoryOf(null, 'strided-access')).toEqual([]);
  });
});
