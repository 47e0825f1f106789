import { describe, expect, it } from 'vitest';
import type { ArrayWalk } from '../../../src/model/memory/pattern.js';
import { countDrawn, drawPlaces } from '../../../src/patterns/replay/kernels/draw-places.js';
import { timeSorting } from '../../../src/patterns/replay/kernels/time-sorting.js';
import { sumOf, touchPlaces } from '../../../src/patterns/replay/kernels/touch-places.js';
import { makeWalk, makeWalks } from '../../../src/patterns/replay/kernels/walk.js';
import { createRandom } from '../../../src/statistics/random.js';

const LIST: ArrayWalk = {
  container: 'Int32Array',
  elements: 'typed',
  values: 'integer',
  elementBytes: 4,
  length: 1 << 20,
  arrays: 1,
  order: 'random',
  stepBytes: 0,
  runLength: 1 << 17,
  nextRunBytes: 0,
  tile: 0,
  writeShare: 0,
};
const DOUBLES: ArrayWalk = { ...LIST, container: 'Float64Array', values: 'double', elementBytes: 8 };
const BOXED: ArrayWalk = { ...DOUBLES, container: 'Array', elements: 'object' };
const touch = (...walks: ArrayWalk[]): string => touchPlaces(walks.map((walk, at) => ({ walk, place: `A${at}[i]` })));

describe('the accesses of an iteration', () => {
  it.each([
    ['add integers as integers, all at once', [LIST, LIST], 's = (s + ((A0[i] + A1[i]) | 0)) | 0;'],
    ['add doubles to one sum', [DOUBLES, DOUBLES], 's += (A0[i] + A1[i]);'],
    ['put what is read into what is written', [LIST, { ...LIST, writeShare: 1 }], 'A1[i] = ((A0[i]) | 0) | 0;'],
    ['update what is read and written', [LIST, { ...LIST, writeShare: 0.5 }], 'A1[i] = (A1[i] + ((A0[i]) | 0)) | 0;'],
    ['turn no doubles into integers', [DOUBLES, { ...LIST, writeShare: 1 }], 's += (A0[i]); A1[i] = j | 0;'],
    ['put integers into doubles', [LIST, { ...DOUBLES, writeShare: 1 }], 'A1[i] = ((A0[i]) | 0);'],
  ])('%s', (_, walks, text) => {
    expect(touch(...walks)).toBe(text);
  });

  it('begin a sum as what it will be', () => {
    expect([sumOf([LIST]), sumOf([LIST, DOUBLES])]).toEqual(['0', '0.5']);
  });

  it('never turn a boxed number into an integer, which would not be boxed', () => {
    // eslint-disable-next-line typescript/no-implied-eval
    const update = new Function('A0', 'i', 'j', touch({ ...BOXED, writeShare: 0.5 })) as (...args: unknown[]) => void;
    const numbers = Array.from({ length: 100 }, (_, at) => at + 0.5);
    for (let round = 0; round < 1000; round++) for (let at = 0; at < numbers.length; at++) update(numbers, at, at);
    expect(numbers.filter(Number.isInteger)).toEqual([]);
  });
});

describe('places drawn', () => {
  it('are as many as a run goes to, and all over the array', () => {
    const places = drawPlaces(LIST, createRandom(1));
    expect(places).toHaveLength(1 << 17);
    expect(new Set(places.map((at) => at >> 16)).size).toBe(16);
  });

  it('are in order run by run where the walk ascends', () => {
    const places = drawPlaces({ ...LIST, order: 'ascending', runLength: 1 << 16 }, createRandom(1));
    expect(places).toHaveLength(1 << 16);
    expect(places.slice(1).every((place, at) => place >= (places[at] as number))).toBe(true);
    expect(places.at(-1)).toBeGreaterThan(LIST.length * 0.99);
  });

  it.each(['random', 'ascending'] as const)('are no more than there are, at multiples of the grain: %s', (order) => {
    const walk = { ...LIST, order, runLength: 1 << 22, places: 1000, grain: 256 };
    const places = drawPlaces(walk, createRandom(1));
    expect(countDrawn(walk)).toBe(1 << 16);
    expect(new Set(places).size).toBe(1000);
    expect(places.every((place) => place % 256 === 0 && place < LIST.length)).toBe(true);
    expect(Math.max(...places)).toBeGreaterThan(LIST.length * 0.99);
  });

  it('keep no grain that leaves too few places', () => {
    const walk = { ...LIST, length: 4096, places: 4000, grain: 256 };
    expect(new Set(drawPlaces(walk, createRandom(1))).size).toBe(4000);
  });
});

/** Places that each walk of a loop reads, in their order; by the number of its array. */
function placesRead(walks: ArrayWalk[], iterations: number): Map<number, number[]> {
  const seen = new Map<number, number[]>();
  const watched = ({ array = 0, length }: Pick<ArrayWalk, 'array' | 'length'>): ArrayLike<unknown>[] => {
    const places = seen.get(array) ?? [];
    seen.set(array, places);
    const get = (target: Int32Array, key: PropertyKey): unknown => {
      places.push(Number(key));
      return Reflect.get(target, key) as unknown;
    };
    return [new Proxy(new Int32Array(length), { get: (target, key) => get(target, key) })];
  };
  makeWalk(walks, watched, createRandom(1)).run(iterations);
  return seen;
}

describe('a walk', () => {
  const steps: ArrayWalk = { ...LIST, length: 1000, order: 'steps', stepBytes: 40, runLength: 20, nextRunBytes: 4 };

  it('stays as far behind another through the same array as it was', () => {
    const places = placesRead([{ ...steps, offsetBytes: 400 }, steps], 20_000).get(0) ?? [];
    const apart = places.flatMap((place, at) => (at % 2 === 0 ? [place - (places[at + 1] ?? 0)] : []));
    expect(new Set(apart)).toEqual(new Set([100]));
    expect(Math.max(...places)).toBeLessThan(1000);
  });

  it('goes through an array of its own where that has another number', () => {
    const places = placesRead([steps, { ...steps, array: 1 }], 2000);
    expect([places.get(0)?.length, places.get(1)?.length]).toEqual([2000, 2000]);
  });

  it.each([40, -40])('in short runs that begin anywhere goes on from there: steps of %d', (stepBytes) => {
    const places = placesRead([{ ...steps, stepBytes, runLength: 4, begins: 'anywhere' }], 8000).get(0) ?? [];
    const begins = places.filter((_, at) => at % 4 === 0);
    const inRuns = places.slice(1).flatMap((place, at) => (at % 4 === 3 ? [] : [place - (places[at] as number)]));
    expect(new Set(inRuns)).toEqual(new Set([stepBytes / 4]));
    expect(new Set(begins).size).toBeGreaterThan(700);
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...places)).toBeLessThan(1000);
  });

  it('without an order comes back to places it was at just before, as often as told', () => {
    const drawn = drawPlaces({ ...LIST, returns: 0.4 }, createRandom(1));
    const back = [...drawn.keys()].filter((at) =>
      drawn.subarray(Math.max(0, at - 64), at).includes(drawn[at] as number),
    );
    expect(back.length / drawn.length).toBeCloseTo(0.4, 1);
  });
});

describe('sorting', () => {
  it('is part of what places in order cost, once in so many runs', () => {
    const walk = {
      kind: 'walk' as const,
      threads: 1,
      now: [LIST],
      proposed: [{ ...LIST, order: 'ascending' as const }],
    };
    const besides = (everyRuns?: number): number | undefined => {
      const sort = everyRuns && { container: 'Int32Array', places: 1 << 17, everyRuns };
      const context = { thread: 0, threads: 1, random: createRandom(1), shared: new SharedArrayBuffer(8) };
      return makeWalks({ ...walk, ...(sort && { sort }) }, context).proposed.besidesNs;
    };
    expect(besides()).toBeUndefined();
    expect(besides(1)).toBeGreaterThan(2 * (besides(100) ?? Infinity));
  });

  it('of three numbers is a matter of nanoseconds, though the clock is coarse', () => {
    const [few, many] = [3, 1 << 16].map((places) =>
      timeSorting({ container: 'Int32Array', places, everyRuns: 1 }, createRandom(1)),
    );
    expect(few).toBeGreaterThan(0);
    expect(few).toBeLessThan(10 * (many ?? 0));
  });

  it.each(['Float64Array', 'BigInt64Array', 'Buffer'])('works on a %s', (container) => {
    expect(timeSorting({ container, places: 1000, everyRuns: 1 }, createRandom(1))).toBeGreaterThan(0);
  });
});
