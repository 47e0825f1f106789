import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeOf } from '../profile-of.js';
import { memoryOf, timed, walkAt } from './memory-of.js';
import { recordThread } from './record-thread.js';

const columns = (threadId: number) =>
  recordThread(threadId)
    .loop(0, 10, 12)
    .site(0, 0, 11, 'map[y * width + x]')
    .window(0, {}, { site: 0 })
    .window(0, {}, { site: 0 })
    .entered([0, 2048, 2048 * 2048]);

describe('walks', () => {
  it('are one for a place in the source, whatever thread recorded them', () => {
    const joined = memoryOf(timed({ 11: 0.5 }), [columns(1), columns(2)]);
    expect(joined.memory.walks).toHaveLength(1);
    expect(walkAt(joined, 'map[y * width + x]')).toMatchObject({
      threads: [1, 2],
      windows: 4,
      samples: 4 * 2048,
      bytesPerLine: 8,
      strides: [{ bytes: 16_384, share: 1 }],
      length: 2048 * 2048,
      workingSetBytes: 2 ** 25,
      runLength: 2048,
    });
  });

  it('stand for all runs of their loop', () => {
    const walk = walkAt(memoryOf(timed({}), [columns(1)]), 'map[y * width + x]');
    expect(walk).toMatchObject({ accesses: 2048 * 2048, isLowerBound: false });
  });

  it('stand for all iterations, those that went on unrecorded too', () => {
    const cut = (iterations: number) =>
      recordThread(1)
        .loop(0, 10, 12)
        .site(0, 0, 11, 'a[i]')
        .window(0, { whole: false }, { site: 0 })
        .entered([0, 10, iterations]);
    const walk = walkAt(memoryOf(timed({}), [cut(40_960)]), 'a[i]');
    expect(walk).toMatchObject({ accesses: 40_960, isLowerBound: false, runLength: 4096 });
  });

  it('are at least what was recorded of each run where iterations were not counted', () => {
    const killed = recordThread(1)
      .loop(0, 10, 12)
      .site(0, 0, 11, 'a[i]')
      .window(0, {}, { site: 0 })
      .entered([0, 10, 0]);
    expect(walkAt(memoryOf(timed({}), [killed]), 'a[i]')).toMatchObject({ accesses: 20_480, isLowerBound: true });
  });

  it('of a function stand for all of its executions, not only those while functions were recorded', () => {
    const thread = recordThread(1)
      .loop(0, 10, 12, { isFunction: true })
      .site(0, 0, 11, 'a[i]')
      .window(0, { iterations: 64, executions: 64 }, { site: 0, reads: 64 })
      .entered([0, 640, 64_000]);
    expect(walkAt(memoryOf(timed({}), [thread]), 'a[i]')).toMatchObject({
      accesses: 64_000,
      runLength: 1,
      inFunction: true,
    });
  });

  it('of many short runs are as long as these, though the last was cut', () => {
    const thread = recordThread(1)
      .loop(0, 10, 12)
      .site(0, 0, 11, 'a[i]')
      .window(0, { iterations: 1000, executions: 10, whole: false }, { site: 0, reads: 1000 })
      .entered([0, 95, 10_000]);
    expect(walkAt(memoryOf(timed({}), [thread]), 'a[i]')).toMatchObject({ accesses: 10_000, isLowerBound: false });
  });

  it('know where their objects are made: where the text names their fields', () => {
    const thread = recordThread(1)
      .loop(0, 10, 12)
      .site(0, 0, 11, 'p.x', 'property')
      .window(0, {}, { site: 0, container: 'Object', elements: 'none', fields: ['x', 'y', 'mass', 'late'] })
      .make(1, 3, { keys: ['x', 'y'] }, 7)
      .make(2, 4, { keys: ['x', 'y', 'mass', 'name'] }, 500)
      .make(3, 5, { keys: ['a', 'b', 'c', 'd'] }, 9000);
    const joined = memoryOf(timed({}), [thread]);
    const { made } = walkAt(joined, 'p.x');
    expect(placeOf(joined.sites, made?.site ?? -1)).toBe('work.js:4');
    expect(made).toMatchObject({ keys: 4, countByThread: [[1, 500]] });
  });

  it('count `a[i] += x` as one access that writes', () => {
    const thread = columns(1).window(0, {}, { site: 0, reads: 2048, writes: 2048 });
    const walk = walkAt(memoryOf(timed({}), [thread]), 'map[y * width + x]');
    expect(walk.samples).toBe(3 * 2048);
    expect(walk.writeShare).toBeCloseTo(1 / 3);
    expect(walk.readShare).toBe(1);
  });

  it.each([
    ['one order that comes back', ['a', 'a', 'a'], 40],
    ['a few orders in turns', ['a', 'b', 'a', 'b'], 20],
    ['another order each time', ['a', 'b', 'c'], 1],
    ['orders that were hardly seen again', ['a', 'b', 'a'], 1],
    ['one run alone', ['a'], 1],
    ['no order that is known', [undefined, undefined], 1],
  ])('say how many runs have an order in common: %s', (_, orders, runs) => {
    const thread = recordThread(1).loop(0, 10, 12).site(0, 0, 11, 'a[b[i]]');
    for (const order of orders) thread.window(0, {}, { site: 0, ...(order !== undefined && { order }) });
    const walk = walkAt(memoryOf(timed({}), [thread.entered([0, 40, 40 * 2048])]), 'a[b[i]]');
    expect(walk.runsPerOrder).toBeCloseTo(runs);
  });

  it('go their own way in each thread', () => {
    const thread = (id: number) =>
      recordThread(id)
        .loop(0, 10, 12)
        .site(0, 0, 11, 'a[b[i]]')
        .window(0, {}, { site: 0, order: 'a' })
        .window(0, {}, { site: 0, order: 'a' })
        .entered([0, 40, 40 * 2048]);
    expect(walkAt(memoryOf(timed({}), [thread(1), thread(2)]), 'a[b[i]]').runsPerOrder).toBeCloseTo(40);
  });

  it('weigh each stretch by what it stands for', () => {
    const thread = recordThread(1)
      .loop(0, 10, 12)
      .loop(1, 20, 22)
      .site(0, 0, 11, 'a[i]')
      .window(0, {}, { site: 0, strides: [[8, 3]] })
      .window(0, {}, { site: 0, strides: [[64, 1]], otherStrides: 4 });
    const { strides } = walkAt(memoryOf(timed({}), [thread]), 'a[i]');
    expect(strides).toEqual([
      { bytes: 8, share: 3 / 8 },
      { bytes: 64, share: 1 / 8 },
      { bytes: Number.NaN, share: 1 / 2 },
    ]);
  });

  it('keep shares of steps summing to one, however many there are', () => {
    const step = fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 1, max: 1e4 }));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.array(step, { maxLength: 16 }), fc.nat(1000)), { minLength: 1, maxLength: 8 }),
        (seen) => {
          const thread = recordThread(1).loop(0, 10, 12).site(0, 0, 11, 'a[i]');
          for (const [strides, otherStrides] of seen) thread.window(0, {}, { site: 0, strides, otherStrides });
          const { strides } = walkAt(memoryOf(timed({}), [thread]), 'a[i]');
          const all = strides.reduce((sum, { share }) => sum + share, 0);
          const isEmpty = seen.every(([steps, others]) => steps.length === 0 && others === 0);
          expect(all).toBeCloseTo(isEmpty ? 0 : 1);
          expect(strides.length).toBeLessThanOrEqual(17);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('CPU time of a loop', () => {
  it('is that of its lines, without those of the loops in it', () => {
    const thread = recordThread(1)
      .loop(0, 10, 20, { depth: 0 })
      .loop(1, 12, 14)
      .site(0, 0, 18, 'outer[i]')
      .site(1, 1, 13, 'inner[j]')
      .window(0, {}, { site: 0 })
      .window(1, {}, { site: 1 });
    const joined = memoryOf(timed({ 13: 0.6, 18: 0.3, 30: 0.1 }), [thread]);
    expect(walkAt(joined, 'inner[j]').cpuShare).toBeCloseTo(0.6);
    expect(walkAt(joined, 'outer[i]').cpuShare).toBeCloseTo(0.3);
    expect(walkAt(joined, 'inner[j]').cpuSamples).toBe(120);
    expect(walkAt(joined, 'inner[j]').cpuNsByThread).toEqual([
      [1, 0.6e9],
      [2, 0.6e9],
    ]);
  });

  it('is divided by what loops on the same line do', () => {
    const thread = recordThread(1)
      .loop(0, 10, 10)
      .loop(1, 10, 10)
      .site(0, 0, 10, 'a[i]')
      .site(1, 1, 10, 'b[j]')
      .window(0, {}, { site: 0 })
      .window(1, {}, { site: 1 })
      .entered([0, 100, 204_800], [1, 300, 614_400]);
    thread.records.forEach((record) => {
      if (record.kind === 'loop' && record.id === 1) record.column = 30;
    });
    const joined = memoryOf(timed({ 10: 0.8 }), [thread]);
    expect(walkAt(joined, 'a[i]').cpuShare).toBeCloseTo(0.2);
    expect(walkAt(joined, 'b[j]').cpuShare).toBeCloseTo(0.6);
  });

  it('is that of the function where no lines are known', () => {
    const profile = timed({ 11: 0.5 });
    profile.lineSamples = [];
    const named = (functionName: string) =>
      recordThread(1).loop(0, 10, 12, { functionName }).site(0, 0, 11, 'a[i]').window(0, {}, { site: 0 });
    expect(walkAt(memoryOf(profile, [named('fn')]), 'a[i]').cpuShare).toBeCloseTo(0.5);
    expect(walkAt(memoryOf(profile, [named('other')]), 'a[i]').cpuShare).toBe(0);
  });

  it('of a worker that was not sampled is that of its twins', () => {
    const profile = timed({ 11: 0.5 });
    const [, , second] = profile.threads;
    if (second !== undefined) second.samples = 0;
    profile.lineSamples = profile.lineSamples?.filter(({ thread }) => thread === 1) ?? [];
    expect(walkAt(memoryOf(profile, [columns(1)]), 'map[y * width + x]').cpuNsByThread).toEqual([
      [1, 0.5e9],
      [2, 0.5e9],
    ]);
  });

  it('is not known without samples', () => {
    const profile = timed({ 11: 0.5 });
    const walk = walkAt(
      memoryOf({ ...profile, hotFunctions: [], lineSamples: [] }, [columns(1)]),
      'map[y * width + x]',
    );
    expect(walk.cpuShare).toBeNaN();
  });
});
