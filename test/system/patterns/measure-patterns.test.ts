import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PatternCost } from '../../../src/model/memory/memory-profile.js';
import type { ArrayWalk, Pattern, PatternRequest } from '../../../src/model/memory/pattern.js';
import { measurePatterns, type Measured } from '../../../src/patterns/measure-patterns.js';
import { installNode } from '../node-versions.mts';

const REPLAY = join(import.meta.dirname, '../../../dist/patterns.js');

/** Rows of 8 KB, more of them than the second cache of any machine holds. */
const ROWS = 2048;
const COLUMNS = 2048;
const CELLS: ArrayWalk = {
  container: 'Int32Array',
  elements: 'typed',
  values: 'integer',
  elementBytes: 4,
  length: ROWS * COLUMNS,
  arrays: 1,
  order: 'steps',
  stepBytes: 4,
  runLength: COLUMNS,
  nextRunBytes: 4 * COLUMNS,
  tile: 0,
  writeShare: 0,
};
const DOWN: ArrayWalk = { ...CELLS, stepBytes: 4 * COLUMNS, runLength: ROWS, nextRunBytes: 4 };
const LIST: ArrayWalk = {
  ...CELLS,
  container: 'Array',
  elementBytes: 8,
  length: 4000,
  stepBytes: 8,
  runLength: 4000,
  nextRunBytes: 0,
};
const walk = (now: ArrayWalk, proposed: ArrayWalk): Pattern => ({
  kind: 'walk',
  threads: 1,
  now: [now],
  proposed: [proposed],
});

const PATTERNS: Record<string, Pattern> = {
  strided: walk(DOWN, CELLS),
  same: walk(CELLS, CELLS),
  boxed: walk(
    { ...LIST, elements: 'object', values: 'double' },
    { ...LIST, container: 'Float64Array', elements: 'typed', values: 'double' },
  ),
  dictionary: walk({ ...LIST, elements: 'dictionary' }, { ...LIST, elements: 'smi' }),
  rows: walk(
    {
      ...LIST,
      elements: 'smi',
      length: 1024,
      arrays: 1024,
      order: 'across',
      stepBytes: 0,
      runLength: 1024,
      nextRunBytes: 8,
    },
    { ...LIST, elements: 'smi', length: 1024, arrays: 1024, runLength: 1024 },
  ),
  scattered: walk({ ...CELLS, order: 'random', runLength: 4096 }, { ...CELLS, order: 'ascending', runLength: 1 << 17 }),
  objects: {
    kind: 'objects',
    threads: 1,
    length: 100_000,
    fields: 12,
    used: 2,
    values: 'double',
    doubles: 2,
    order: 'steps',
    step: 1,
    writeShare: 0.5,
  },
  making: { kind: 'making', threads: 2, length: 20_000, rounds: 4, fields: 10, values: 'integer' },
  shapes: { kind: 'shapes', threads: 1, length: 1000, shapes: 16, fields: 4, used: 2, writeShare: 0 },
  'false-sharing': {
    kind: 'sharing',
    sharing: 'false',
    lineBytes: 64,
    elementBytes: 4,
    users: [0, 4].map((offset) => ({ offset, reads: 0.5, writes: 0.5, atomics: 0 })),
    runLength: 0,
  },
  'true-sharing': {
    kind: 'sharing',
    sharing: 'true',
    lineBytes: 64,
    elementBytes: 4,
    users: [0, 0].map((offset) => ({ offset, reads: 0, writes: 0, atomics: 1 })),
    runLength: 1000,
  },
  allocation: { kind: 'allocation', threads: 1, what: 'object', bytes: 64, doubles: 0, keptBytes: 2 ** 20 },
  strings: { kind: 'allocation', threads: 1, what: 'string', bytes: 100, doubles: 0, keptBytes: 0 },
  copy: { kind: 'copy', threads: 1, container: 'Float64Array', elements: 'typed', bytes: 400_000 },
};

const request = (key: string, pattern: Pattern): PatternRequest => ({
  key,
  now: `${key} as it is`,
  proposal: 'as it could be',
  cpuShare: 0.5,
  pattern,
});

function measure(
  patterns: Record<string, Pattern>,
  options: { node?: string; budgetMs?: number } = {},
): Promise<Measured> {
  return measurePatterns(
    Object.entries(patterns).map(([key, pattern]) => request(key, pattern)),
    { node: process.execPath, replayPath: REPLAY, budgetMs: 12_000, seed: 1, ...options },
  );
}

function costsOf({ costs, notes }: Measured): Record<string, PatternCost> {
  // On a machine that others use, or with one core, some are not measured: then it says so for each.
  for (const note of notes) expect(note).toMatch(/^Not replayed: .*(Other programs used|one core|no time left)/i);
  expect(costs.length).toBeGreaterThan(0);
  return Object.fromEntries(costs.map(({ key, cost }) => [key, cost]));
}

describe('measurePatterns', () => {
  it('finds what costs, and no difference where there is none', async () => {
    const costs = costsOf(await measure(PATTERNS));
    for (const [key, { nowNs, proposedNs, ratio, ratioInterval, repeats }] of Object.entries(costs)) {
      expect(nowNs, key).toBeGreaterThan(0);
      expect(proposedNs, key).toBeGreaterThan(0);
      expect(ratioInterval[0], key).toBeLessThanOrEqual(ratio);
      expect(ratioInterval[1], key).toBeGreaterThanOrEqual(ratio);
      expect(repeats, key).toBeGreaterThanOrEqual(3);
    }
    for (const [key, { ratio }] of Object.entries(costs)) {
      if (key === 'same') expect(ratio).toBeGreaterThan(0.8);
      if (key === 'same') expect(ratio).toBeLessThan(1.25);
      // Far below what any machine shows, and above what noise does.
      if (['strided', 'rows', 'objects', 'making', 'shapes', 'true-sharing', 'allocation', 'copy'].includes(key))
        expect(ratio, key).toBeGreaterThan(1.3);
      if (key === 'dictionary') expect(ratio).toBeGreaterThan(5);
    }
  }, 60_000);

  it('says why nothing was measured, and does not fail', async () => {
    const nothing = await measure({ strided: PATTERNS['strided'] as Pattern }, { node: '/nowhere/node' });
    expect(nothing.costs).toEqual([]);
    expect(nothing.notes).toEqual([
      expect.stringMatching(/^Not replayed: strided as it is\. \/nowhere\/node could not be started/),
    ]);
    expect(await measure({})).toEqual({ costs: [], notes: [] });
  });

  it('keeps to its time: what there was none left for is said', async () => {
    const begin = performance.now();
    const { costs, notes } = await measure(PATTERNS, { budgetMs: 1 });
    expect(costs.length + notes.length).toBe(Object.keys(PATTERNS).length);
    expect(notes.some((note) => note.includes('no time left'))).toBe(true);
    expect(performance.now() - begin).toBeLessThan(20_000);
  }, 30_000);

  it.each([20, 22, 26] as const)(
    'runs on Node %i',
    async (version) => {
      const few = { strided: PATTERNS['strided'] as Pattern, allocation: PATTERNS['allocation'] as Pattern };
      const { costs, notes } = await measure(few, { node: await installNode(version), budgetMs: 2_000 });
      expect(costs.length + notes.length).toBe(2);
      for (const note of notes) expect(note).toMatch(/Other programs used/);
    },
    60_000,
  );
});
