import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choosePatterns, listCandidates } from '../../../../src/model/memory/candidates.js';
import { readIndex } from '../../../../src/model/memory/index-text.js';
import type { MemoryProfile, Walk } from '../../../../src/model/memory/memory-profile.js';
import type { WalkPattern } from '../../../../src/model/memory/pattern.js';
import { boxed, dictionary, emptyMemory, field, objectsOf, walkOf } from './draw-memory.js';

const kinds = (walks: Walk[], memory: Partial<MemoryProfile> = {}): string[] =>
  listCandidates({ ...emptyMemory(), walks, ...memory }).map(({ kind }) => kind);
const planOf = (walks: Walk[]) => listCandidates({ ...emptyMemory(), walks })[0];
const walksOf = (walks: Walk[]): WalkPattern => planOf(walks)?.request.pattern as WalkPattern;
const sequential = (draft: Partial<Walk> = {}): Walk =>
  walkOf({ strides: [{ bytes: 8, share: 1 }], bytesPerLine: 64, ...draft });

describe('what is worth replaying', () => {
  it('is a walk in steps that leave most of each line unused', () => {
    expect(kinds([walkOf({})])).toEqual(['strided-access']);
  });

  it.each([
    ['a walk in order', sequential()],
    ['one backwards', sequential({ strides: [{ bytes: -8, share: 1 }] })],
    ['one that stays at one element', sequential({ strides: [{ bytes: 0, share: 1 }], bytesPerLine: 8 })],
    ['what stays in the first cache', walkOf({ length: 1024, workingSetBytes: 8192 })],
    ['cold code', walkOf({ cpuShare: 0.005 })],
    ['code without samples', walkOf({ cpuShare: Number.NaN })],
    ['steps that use more than half of each line', walkOf({ strides: [{ bytes: 16, share: 1 }], bytesPerLine: 33 })],
    ['an array with holes, walked in order', sequential({ container: 'Array', elements: 'object' })],
    ['rows that are made as the loop goes', walkOf({ switchShare: 1, containers: 500, length: 64, strides: [] })],
  ])('is not %s', (_, walk) => {
    expect(kinds([walk])).toEqual([]);
  });

  it('is not one of the neighbours in a record that the loop reads whole', () => {
    const pixel = (at: number): Walk =>
      walkOf({
        text: `image[i * 4 + ${at}]`,
        strides: [{ bytes: 32, share: 1 }],
        bytesPerLine: 16,
        firstOffset: at * 8,
      });
    expect(kinds([pixel(0)])).toEqual(['strided-access']);
    expect(kinds([0, 1, 2, 3].map(pixel))).toEqual([]);
  });

  it('is jumping about, but not in nested loops, and not near by', () => {
    const strides = (...shares: number[]) => shares.map((share, at) => ({ bytes: 1000 * (at + 7), share }));
    const random = { strides: [...strides(0.01, 0.01), { bytes: Number.NaN, share: 0.98 }], bytesPerLine: 8 };
    expect(kinds([walkOf(random)])).toEqual(['random-access']);
    expect(kinds([walkOf({ ...random, bytesPerLine: 60 })])).toEqual([]);
    expect(kinds([walkOf({ strides: strides(0.4, 0.3, 0.3), bytesPerLine: 8 })])).toEqual([]);
  });

  it('is what V8 keeps badly', () => {
    expect(kinds([boxed()])).toEqual(['boxed-elements']);
    expect(kinds([boxed({ doubleShare: 0.2 })])).toEqual([]);
    expect(kinds([dictionary()])).toEqual(['dictionary-elements']);
  });

  it('is objects in an array, of few shapes or of many', () => {
    expect(kinds([objectsOf(100_000), field('p.x')])).toEqual(['array-of-objects']);
    expect(kinds([objectsOf(100_000), field('p.x', { shapes: 9 })])).toEqual(['megamorphic-site']);
    expect(kinds([objectsOf(100_000), field('p.name')])).toEqual([]);
    expect(kinds([field('p.x')])).toEqual([]);
    expect(kinds([objectsOf(50), field('p.x', { containers: 50, samples: 512, windows: 1 })])).toEqual([]);
  });

  it('is one walk of a loop, and each pattern once', () => {
    const memory = {
      ...emptyMemory(),
      walks: [walkOf({}), walkOf({ site: 1, accesses: 10 }), walkOf({ site: 2, loop: 9 })],
    };
    expect(listCandidates(memory).map(({ row }) => row)).toEqual([
      { table: 'walks', row: 0 },
      { table: 'walks', row: 2 },
    ]);
    expect(choosePatterns(memory)).toHaveLength(1);
  });

  it('has the same key whatever was measured, and however much CPU time it takes', () => {
    const [a] = choosePatterns({ ...emptyMemory(), walks: [walkOf({})] });
    const [b] = choosePatterns({ ...emptyMemory(), walks: [walkOf({ cpuShare: 0.1, cpuSamples: 7 })] });
    expect(a?.key).toBe(b?.key);
  });

  it('never breaks on what was recorded', () => {
    const part = fc.double({ min: 0, max: 1 });
    const whole = fc.nat(5000);
    const walk = fc
      .record({
        text: fc.oneof(fc.string(), fc.constantFrom('a[i * n + j]', 'm[i][j]', 'p.x', 'a[b[i]]')),
        what: fc.constantFrom('element' as const, 'property' as const, 'atomic' as const),
        elements: fc.constantFrom('typed' as const, 'object' as const, 'dictionary' as const, 'none' as const),
        length: whole,
        elementBytes: fc.constantFrom(0, 1, 8),
        containers: whole,
        switchShare: part,
        objectShare: part,
        doubleShare: part,
        shapes: fc.nat(16),
        samples: whole,
        distinct: fc.oneof(fc.double(), fc.constant(Number.NaN)),
        bytesPerLine: fc.oneof(fc.double(), fc.constant(Number.NaN)),
        runLength: fc.oneof(fc.double(), fc.constant(Number.NaN)),
        strides: fc.array(fc.record({ bytes: fc.oneof(fc.integer(), fc.constant(Number.NaN)), share: part }), {
          maxLength: 4,
        }),
        isLowerBound: fc.boolean(),
      })
      .map(walkOf);
    fc.assert(
      fc.property(fc.array(walk, { maxLength: 6 }), (walks) => {
        for (const { request } of listCandidates({ ...emptyMemory(), caches: [], walks })) {
          expect(`${request.now} ${request.proposal}`).not.toMatch(/NaN|undefined|Infinity/);
          expect(request.key).not.toContain('null');
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('the proposed walk', () => {
  const text = 'b[k * n + j]';

  it('of a matrix product goes along the rows, with its neighbours as they would go', () => {
    const { now, proposed } = walksOf([
      walkOf({ text, runLength: 2048 }),
      sequential({ text: 'a[i * n + k]', site: 1 }),
      walkOf({ text: 'c[i * n + j]', site: 2, strides: [{ bytes: 0, share: 1 }], writeShare: 1 }),
    ]);
    expect(planOf([walkOf({ text })])?.change).toBe('interchange');
    expect(now.map(({ stepBytes }) => stepBytes)).toEqual([16_384, 8, 0]);
    expect(now[0]).toMatchObject({ runLength: 2048, nextRunBytes: 8 });
    expect(proposed.map(({ stepBytes }) => stepBytes)).toEqual([8, 0, 8]);
  });

  it('of a loop that sums up goes with a sum for each element of a row, where each run stores its own', () => {
    const inner = [walkOf({ text, runLength: 2048 }), sequential({ text: 'a[i * n + k]', site: 1 })];
    const stored = {
      text: 'c[i * n + j]',
      site: 2,
      loop: 5,
      depth: 0,
      writeShare: 1,
      strides: [{ bytes: 8, share: 1 }],
    };
    const { now, proposed } = walksOf([...inner, walkOf({ ...stored, accesses: 200_000_000 / 2048 })]);
    expect(now).toHaveLength(2);
    expect(proposed.map(({ stepBytes }) => stepBytes)).toEqual([8, 0, 8]);
    expect(proposed[2]).toMatchObject({ length: 2048, runLength: 2048, nextRunBytes: 0, writeShare: 0.5 });
    // One that is stored now and then is no result of each run.
    expect(walksOf([...inner, walkOf({ ...stored, accesses: 1000 })]).proposed).toHaveLength(2);
  });

  it('of a transposition is in tiles: swapping the loops would only swap the arrays', () => {
    const walks = [walkOf({ text: 'to[j * n + i]', writeShare: 1 }), sequential({ text: 'from[i * n + j]', site: 1 })];
    expect(planOf(walks)?.change).toBe('tiles');
    expect(walksOf(walks).proposed.map(({ tile }) => tile)).toEqual([64, 64]);
  });

  it('reads and writes an element that the loop names twice', () => {
    const walks = [boxed(), boxed({ site: 1, doubleShare: 0, writeShare: 1 })];
    expect(walksOf(walks)).toMatchObject({
      now: [{ writeShare: 0.5 }],
      proposed: [{ writeShare: 0.5, elements: 'typed' }],
    });
  });

  it('reads and writes an element that is updated at one place', () => {
    const sums = walkOf({
      text: 'c[i * n + j]',
      site: 2,
      strides: [{ bytes: 0, share: 1 }],
      readShare: 1,
      writeShare: 1,
    });
    const stored = { ...sums, readShare: 0 };
    expect(walksOf([walkOf({ text }), sums]).now[1]).toMatchObject({ stepBytes: 0, writeShare: 0.5 });
    expect(walksOf([walkOf({ text }), stored]).now[1]).toMatchObject({ stepBytes: 0, writeShare: 1 });
  });

  it('is alone where the text tells nothing of the others', () => {
    const walks = [walkOf({ text: 'a[at]' }), sequential({ text: 'b[f(i)]', site: 1 })];
    expect(walksOf(walks)).toMatchObject({ now: [{ stepBytes: 16_384 }], proposed: [{ stepBytes: 8 }] });
  });

  it('of records in a flat array is a field in an array of its own', () => {
    const walk = walkOf({
      text: 'data[i * 8 + 2]',
      depth: 0,
      strides: [{ bytes: 64, share: 1 }],
      length: 80_000,
      runLength: 10_000,
    });
    expect(planOf([walk])?.change).toBe('layout');
    expect(walksOf([walk]).proposed).toMatchObject([{ stepBytes: 8, length: 10_000 }]);
  });

  it('in a function that a loop calls goes on from call to call', () => {
    const { now, proposed } = walksOf([walkOf({ inFunction: true, depth: 0, runLength: 1 })]);
    expect(now).toMatchObject([{ stepBytes: 16_384, runLength: 2048 }]);
    expect(proposed).toMatchObject([{ stepBytes: 8, runLength: 2048 }]);
  });

  it('tells which walks go through one array, how far apart, from those through another alike', () => {
    const at = (text: string, draft: Partial<Walk> = {}): Walk => walkOf({ text, accesses: 2e8, ...draft });
    const above = at('map[(y + r) * width + x]', { accesses: 3e8, firstOffset: 160_000 });
    const below = at('map[(y - r) * width + x]', { site: 1, firstOffset: 28_928 });
    const to = at('out[y * width + x]', { site: 2, firstOffset: 80_000, writeShare: 1, readShare: 0 });
    const { now, proposed } = walksOf([above, below, to]);
    expect(now.map(({ array, offsetBytes }) => [array, offsetBytes])).toEqual([
      [undefined, 131_072],
      [undefined, undefined],
      [1, undefined],
    ]);
    expect(proposed.map(({ array }) => array)).toEqual([undefined, undefined, 1]);
  });

  it('down the columns of rows has all rows, though the stretch met some', () => {
    const rows = walkOf({
      text: 'm[i]',
      container: 'Array',
      elements: 'object',
      objectShare: 1,
      length: 1200,
      strides: [{ bytes: 8, share: 1 }],
      bytesPerLine: 64,
    });
    const down = walkOf({
      text: 'm[i][j]',
      site: 1,
      length: 1200,
      containers: 600,
      switchShare: 1,
      strides: [],
      isLowerBound: true,
      runLength: 600,
      workingSetBytes: 6e6,
    });
    const { now, proposed } = walksOf([rows, down]);
    expect(now[0]).toMatchObject({ order: 'across', arrays: 1200, runLength: 1200 });
    expect(proposed[0]).toMatchObject({ order: 'steps', stepBytes: 8, runLength: 1200, arrays: 1200 });
  });
});

describe('places in no order', () => {
  const many = [{ bytes: Number.NaN, share: 1 }];
  const jumps = (draft: Partial<Walk> = {}): Walk => walkOf({ text: 'table[order[i]]', strides: many, ...draft });
  const order = (text: string, draft: Partial<Walk> = {}): Walk =>
    sequential({
      text,
      site: 1,
      container: 'Uint32Array',
      elementBytes: 4,
      strides: [{ bytes: 4, share: 1 }],
      ...draft,
    });

  it.each([
    ['in the index', 'table[order[i]]', 'order[i]'],
    ['that gave the name in the index', 'table[at]', 'order[i]'],
  ])('come from an array %s, which the draws stand for', (_, text, source) => {
    const pattern = walksOf([jumps({ text, runsPerOrder: 40 }), order(source, { length: 5000, isLowerBound: true })]);
    expect(pattern.now).toMatchObject([{ order: 'random', runLength: 5000 }]);
    expect(pattern.proposed).toMatchObject([{ order: 'ascending', runLength: 5000 }]);
    expect(pattern.sort).toEqual({ container: 'Uint32Array', places: 5000, everyRuns: 40 });
  });

  it.each([
    ['is written', 'table[at]', { writeShare: 1, readShare: 0 }],
    ['is walked otherwise', 'table[at]', { strides: [{ bytes: 64, share: 1 }] }],
    ['has no part in the index', 'table[f(i)]', {}],
  ])('do not come from one that %s', (_, text, draft: Partial<Walk>) => {
    expect(walksOf([jumps({ text }), order('other[i]', draft)]).now).toHaveLength(2);
  });

  it('are put in order for all arrays that are gone to there', () => {
    const [x, y] = [jumps({ text: 'x[order[i]]' }), jumps({ text: 'y[order[i]]', site: 2 })];
    const { now, proposed } = walksOf([x, y, jumps({ text: 'z[hash(i)]', site: 3 }), order('order[i]', { site: 4 })]);
    expect(now.map(({ order: inWhat, array }) => [inWhat, array])).toEqual([
      ['random', undefined],
      ['random', 2],
    ]);
    expect(proposed.map((walk) => walk.order)).toEqual(['ascending', 'ascending']);
  });

  it('are numbered as they are visited where the numbers are stored and it soon comes back', () => {
    const many = Array.from({ length: 16 }, (_, at) => ({ bytes: 4096 * (at + 1), share: 0.002 }));
    const others = { bytes: Number.NaN, share: 1 - 16 * 0.002 };
    const edges = order('edges[e]', {
      runLength: 3,
      strides: [
        { bytes: 4, share: 0.7 },
        ...many.map(({ bytes }) => ({ bytes, share: 0.001 })),
        { ...others, share: 0.284 },
      ],
    });
    const near = jumps({
      text: 'seen[there]',
      strides: [...many, others],
      samples: 1000,
      windows: 10,
      distinct: 60,
      recapture: { pairs: 3_000_000, known: 10 },
      runLength: 3,
      length: 1_000_000,
    });
    const { now, proposed, sort } = walksOf([near, edges]);
    expect(planOf([near, edges])?.change).toBe('renumber');
    expect(now).toMatchObject([
      { order: 'random', places: 300_000, returns: 0.4 },
      { order: 'steps', stepBytes: 4, begins: 'anywhere', array: 1 },
    ]);
    expect(proposed).toMatchObject([{ order: 'ascending' }, { order: 'steps', stepBytes: 4, nextRunBytes: 12 }]);
    expect(proposed[1]?.begins).toBeUndefined();
    expect(sort).toBeUndefined();
    expect(planOf([{ ...near, distinct: 99 }, edges])?.change).toBe('order');
    expect(planOf([near])?.change).toBe('order');
  });

  it('are drawn from those that the loop comes to, as far apart as they are', () => {
    const strides = [3, 7, 2, 11].map((step) => ({ bytes: 8 * 256 * step, share: 0.01 }));
    const ids = dictionary({ strides, length: 2 ** 20, samples: 4096, windows: 1, distinct: 2589 });
    const [now] = walksOf([ids]).now;
    const [proposed] = walksOf([ids]).proposed;
    expect(now).toMatchObject({ elements: 'dictionary', order: 'random' });
    expect((now?.length ?? 0) / 4096).toBeCloseTo(1, 1);
    expect(proposed).toMatchObject({ elements: 'typed', length: 2 ** 20, places: now?.length, grain: 256 });
    const [far] = walksOf([{ ...ids, length: 2 ** 31 }]).proposed;
    expect(far).toMatchObject({ elements: 'typed', length: (now?.length ?? 0) * 16 });
    expect(far?.places).toBeUndefined();
  });

  it('of objects are doubles where most of those touched are', () => {
    const pattern = (...doubleFields: string[]): unknown =>
      planOf([objectsOf(100_000), field('p.x', { doubleFields }), field('p.y', { site: 1 })])?.request.pattern;
    expect(pattern()).toMatchObject({ values: 'integer', doubles: 0 });
    expect(pattern('y')).toMatchObject({ values: 'integer', doubles: 1 });
    expect(pattern('x', 'y', 'z')).toMatchObject({ values: 'double', doubles: 3 });
  });
});

describe('readIndex', () => {
  it.each([
    ['a[i * n + j]', ['j'], ['i', 'n'], false],
    ['a[(y + 1) * width + x - 1]', ['x'], ['y', 'width'], false],
    ['m[i][j]', ['j'], ['i'], false],
    ['a[i * 4 + 1]', [], ['i'], true],
    ['a[i * SIZE + OFFSET]', ['OFFSET'], ['i', 'SIZE'], true],
    ['this.cells[i << 3]', [], ['i'], true],
    ['a[i]', ['i'], [], false],
  ])('%s', (text, unit, scaled, isRecord) => {
    const index = readIndex(text);
    expect([[...(index?.unit ?? [])], [...(index?.scaled ?? [])], index?.isRecord]).toEqual([unit, scaled, isRecord]);
  });

  it.each(['a[b[i]]', 'a[f(i)]', 'a[i & 255]', 'a[i % n]', 'a', '', 'for (const x of y)'])(
    'tells nothing of %s',
    (text) => {
      expect(readIndex(text)).toBeUndefined();
    },
  );
});
