import { describe, expect, it } from 'vitest';
import type { Walk } from '../../../../src/model/memory/memory-profile.js';
import { boxed, cost, dictionary, field, objectsOf, walkOf } from '../../model/memory/draw-memory.js';
import { problems, seen } from '../expect-findings.js';
import { withMemory } from './with-memory.js';

const random = (draft: Partial<Walk> = {}): Walk =>
  walkOf({
    text: 'table[order[i]]',
    strides: [
      { bytes: 4096, share: 0.02 },
      { bytes: Number.NaN, share: 0.98 },
    ],
    ...draft,
  });

describe('a walk that costs, as replayed here', () => {
  const measured = { measured: cost() };
  it.each([
    ['strided-access', [walkOf(measured)]],
    ['random-access', [random(measured)]],
    ['array-of-objects', [objectsOf(100_000), field('p.x', measured)]],
    ['boxed-elements', [boxed(measured)]],
    ['megamorphic-site', [objectsOf(1000), field('p.x', { shapes: 12, accesses: 125_000_000, ...measured })]],
    ['dictionary-elements', [dictionary(measured)]],
  ] as const)('is a problem: %s', (id, walks) => {
    const profile = withMemory({ walks: [...walks] });
    expect(problems(profile)).toEqual([id]);
    const finding = seen(profile, id);
    expect(finding?.title).toContain('50 % of the computing time');
    expect(finding?.title).toContain('work.js:11');
    expect(finding?.memory).toMatchObject({ table: 'walks' });
    expect(finding?.evidence).toContainEqual(
      expect.objectContaining({ label: 'times as fast', value: 4, interval: [3.5, 4.5] }),
    );
    // Half of each worker's second, three quarters of that.
    expect(finding?.weightNs).toBeCloseTo(0.375e9, -6);
    expect(finding?.saves?.byThread).toEqual([
      [1, 0.375e9],
      [2, 0.375e9],
    ]);
  });

  it.each([
    ['strided-access', [walkOf({})]],
    ['random-access', [random()]],
    ['boxed-elements', [boxed()]],
    ['dictionary-elements', [dictionary()]],
  ] as const)('is information where it was not replayed: %s', (id, walks) => {
    const profile = withMemory({ walks: [...walks] });
    expect(problems(profile)).toEqual([]);
    expect(seen(profile, id)).toMatchObject({
      level: 'info',
      caveat: expect.stringContaining('not measured') as string,
    });
    expect(seen(profile, id)?.saves).toBeUndefined();
  });

  it.each([
    [
      'the length it needs where that is not much more than what is in use',
      2 ** 20,
      4000,
      'length it needs (1,048,576',
    ],
    [
      'numbers of their own for the places in use where those are few',
      30_000_000,
      6000,
      'Of 30,000,000 places about 6,000',
    ],
  ])('of elements in a hash table proposes %s', (_, length, used, advice) => {
    const recapture = { pairs: used * 100, known: 100 };
    const walks = [dictionary({ length, samples: 1000, windows: 1, distinct: 1000, recapture, ...measured })];
    expect(seen(withMemory({ walks }), 'dictionary-elements')?.recommendation.text).toContain(advice);
  });

  it('to numbered places, which it soon comes back to, is to number them in another way', () => {
    const strides = [{ bytes: Number.NaN, share: 1 }];
    const recapture = { pairs: 3_000_000, known: 10 };
    const edges = walkOf({ text: 'edges[e]', site: 1, container: 'Int32Array', strides: [{ bytes: 8, share: 1 }] });
    const near = random({ text: 'seen[to]', strides, samples: 1000, windows: 10, recapture, ...measured });
    const adviceAt = (distinct: number): string | undefined =>
      seen(withMemory({ walks: [{ ...near, distinct }, edges] }), 'random-access')?.recommendation.text;
    expect(adviceAt(60)).toContain('Number the places once in the order they are visited');
    expect(adviceAt(99)).toContain('in the order of memory');
  });

  it('is nothing where the replay may as well be slower', () => {
    const walks = [walkOf({ measured: cost(1.05, { ratioInterval: [0.97, 1.1] }) })];
    expect(seen(withMemory({ walks }), 'strided-access')).toBeUndefined();
  });

  it('in a function has no loop around it that an edit could swap', () => {
    const swaps = (inFunction: boolean): unknown =>
      seen(withMemory({ walks: [walkOf({ inFunction, ...measured })] }), 'strided-access')?.saves?.swaps;
    expect([swaps(false) === undefined, swaps(true)]).toEqual([false, undefined]);
  });

  it('is nothing in cold code', () => {
    const cold = { cpuShare: 0.005, cpuNsByThread: [[1, 5e6]] as [number, number][], ...measured };
    expect(seen(withMemory({ walks: [walkOf(cold)] }), 'strided-access')).toBeUndefined();
  });

  it('is information where the share of CPU time rests on a few samples', () => {
    const walks = [walkOf({ cpuSamples: 3, ...measured })];
    expect(seen(withMemory({ walks }), 'strided-access')?.level).toBe('info');
  });

  it('takes only as much of its loop as its accesses do', () => {
    // 10 million at 8 ns are 80 ms of a second in that loop, or twice as much; three quarters are to be had, on two workers.
    const walks = [walkOf({ accesses: 10_000_000, ...measured })];
    const left = Math.sqrt((1 - 0.08 * 0.75) * (1 - 0.16 * 0.75));
    expect(seen(withMemory({ walks }), 'strided-access')?.weightNs).toBeCloseTo(((1 - left) * 1e9) / 2, -5);
  });

  it('is its accesses as replayed, where these are counted, and else all that the loop takes', () => {
    // A thousand accesses at 8 ns are next to nothing of half a second.
    expect(seen(withMemory({ walks: [walkOf({ accesses: 1000, ...measured })] }), 'strided-access')).toBeUndefined();
    const uncounted = walkOf({ accesses: 1000, isLowerBound: true, ...measured });
    expect(seen(withMemory({ walks: [uncounted] }), 'strided-access')?.weightNs).toBeCloseTo(0.375e9, -6);
  });

  it('is one with other loops over the same objects', () => {
    const made = { site: 0, keys: 10, countByThread: [[1, 1000]] as [number, number][], measured: null };
    const walks = [
      objectsOf(100_000),
      field('p.x', { ...measured, made }),
      { ...objectsOf(100_000), loop: 5 },
      field('q.y', { ...measured, made, loop: 5, site: 6, cpuShare: 0.2, cpuNsByThread: [[1, 0.2e9]] }),
    ];
    const profile = withMemory({ walks });
    expect(problems(profile)).toEqual(['array-of-objects']);
    expect(seen(profile, 'array-of-objects')?.related).toContainEqual({ label: 'the same objects', site: 6 });
    expect(seen(profile, 'array-of-objects')?.saves?.byThread).toEqual([
      [1, 0.375e9 + 0.15e9],
      [2, 0.375e9],
    ]);
  });

  it('is making the objects as well, as many as there were', () => {
    const made = { site: 0, keys: 10, measured: cost(4, { nowNs: 100, proposedNs: 20 }) };
    const countByThread: [number, number][] = [
      [1, 1e6],
      [2, 1e6],
    ];
    const walks = [objectsOf(100_000), field('p.x', { ...measured, made: { ...made, countByThread } })];
    const finding = seen(withMemory({ walks }), 'array-of-objects');
    expect(finding?.saves?.byThread).toEqual([
      [1, 0.375e9 + 0.08e9],
      [2, 0.375e9 + 0.08e9],
    ]);
    // Never more than the thread does besides: half a second.
    const many = { ...made, countByThread: countByThread.map(([thread]): [number, number] => [thread, 1e9]) };
    const most = seen(
      withMemory({ walks: [objectsOf(100_000), field('p.x', { ...measured, made: many })] }),
      'array-of-objects',
    );
    expect(most?.saves?.byThread[0]?.[1]).toBeCloseTo(0.875e9, -6);
  });
});

describe('titles and advice', () => {
  it('say whether sorting once is enough', () => {
    const adviceFor = (runsPerOrder: number): string | undefined =>
      seen(withMemory({ walks: [random({ runsPerOrder, measured: cost() })] }), 'random-access')?.recommendation.text;
    expect(adviceFor(40)).toContain('about 40 runs of the loop go to the same ones, so sort the indices once');
    expect(adviceFor(1)).toContain('gather the indices of a batch');
  });

  it('say steps and bytes used', () => {
    const finding = seen(withMemory({ walks: [walkOf({ measured: cost() })] }), 'strided-access');
    expect(finding?.title).toBe(
      'Walks 16 KB steps at work.js:11, uses 8 of every 64 bytes: 50 % of the computing time',
    );
    expect(finding?.recommendation.text).toContain('innermost one goes over `x`');
  });

  it('advise tiles where swapping would make another array stride', () => {
    const walks = [
      walkOf({ text: 'to[j * n + i]', measured: cost() }),
      walkOf({ text: 'from[i * n + j]', strides: [{ bytes: 8, share: 1 }], bytesPerLine: 64 }),
    ];
    expect(seen(withMemory({ walks }), 'strided-access')?.recommendation.text).toContain('tiles');
  });

  it('advise an array a field for records in a flat array', () => {
    const walk = walkOf({ text: 'data[i * 8 + 2]', depth: 0, strides: [{ bytes: 64, share: 1 }], measured: cost() });
    expect(seen(withMemory({ walks: [walk] }), 'strided-access')?.recommendation.text).toContain('struct of arrays');
  });

  it('name the fields that are read', () => {
    const walks = [objectsOf(100_000), field('p.x', { measured: cost() }), field('p.y', { site: 1 })];
    const finding = seen(withMemory({ walks }), 'array-of-objects');
    expect(finding?.title).toMatch(/2 of 2 numeric fields of each of 100,000 objects/);
    expect(finding?.recommendation.text).toContain('(x, y)');
  });
});

it('a megamorphic access takes at least what it was replayed to, as the profiler counts its look-ups for others', () => {
  const little = { cpuShare: 0.02, cpuNsByThread: [[1, 2e7]] as [number, number][], measured: cost() };
  const site = field('p.x', { shapes: 12, accesses: 150_000_000, ...little });
  const finding = seen(withMemory({ walks: [objectsOf(1000), site] }), 'megamorphic-site');
  // 150 million at 8 ns, on two workers of a second each.
  expect(finding?.title).toContain('60 % of the computing time');
  expect(finding?.level).toBe('problem');
});

it('boxed numbers explain the garbage that writing them makes', () => {
  const walks = [boxed({ writeShare: 1, measured: cost() })];
  const profile = withMemory({ walks }, 100);
  expect(seen(profile, 'gc-pressure')?.level).toBe('info');
  expect(problems(profile)).toEqual(['boxed-elements']);
});
