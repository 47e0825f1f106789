import { beforeAll, describe, expect, it } from 'vitest';
import { openElements } from '../../../../src/probe/memory/elements.js';
import { openRecorder } from '../../../../src/probe/memory/recorder.js';
import {
  addRegions,
  counts,
  iterations,
  iterationsOf,
  hits,
  regions as states,
} from '../../../../src/probe/memory/regions.js';
import { transformSource } from '../../../../src/probe/memory/transform/transform.js';

type Run = (n: number[], run: (body: () => void) => void) => void;

/** Every loop's body begins with `n[…]++`, loops numbered as they stand in the text. */
const PROGRAMS: Record<string, string> = {
  'a loop that comes to its end': 'for (let i = 0; i < 5000; i++) n[0]++;',
  'many short ones': 'for (let i = 0; i < 900; i++) { n[0]++; for (let j = 0; j < i % 5; j++) { n[1]++; } }',
  'a break and a continue':
    'for (let i = 0; ; i++) { n[0]++; if (i % 2) continue; if (i > 7000) break; }\nlet k = 9; while (k) { n[1]++; k--; if (k === 4) break; }',
  'a return out of two loops':
    'function f(to) { for (let i = 0; ; i++) { n[0]++; for (let j = 0; j < 9; j++) { n[1]++; if (i * j > to) return i } } }\nf(30); f(50); f(7)',
  labels:
    'outer: for (let i = 0; i < 40; i++) { n[0]++; for (const j of [1, 2, 3]) { n[1]++; if (i === 30) break outer; if (j === 2) continue outer } }',
  'a label of its own': 'l: for (let i = 0; i < 90; i++) { n[0]++; if (i % 3) continue l; if (i > 50) break l }',
  'a labelled block':
    'for (let i = 0; i < 9; i++) { n[0]++; b: { for (const j of [1, 2]) { n[1]++; if (i > j) break b } n[2] = 1 } }',
  'an exception that is thrown there':
    'for (let i = 0; i < 9; i++) { n[0]++; try { for (let j = 0; ; j++) { n[1]++; if (j > 3) throw n } } catch {} }',
  'an exception of something called, by the next execution':
    'function f(to) { for (let r = 0; r < 3; r++) { n[0]++; try { for (let j = 0; j < 7; j++) { n[1]++; if (r < 2 && j > 3) null.x } } catch {} } }\nf()',
  'do-while and for-in':
    'let k = 0; do { n[0]++; k++ } while (k < 6000)\nfor (const key in { a: 1, b: 2, c: 3 }) { n[1]++ }',
  'a generator':
    'function* g() { for (let i = 0; ; i++) { n[0]++; if (i > 20) return; yield i } }\nfor (const v of g()) { n[1]++; }',
  recursion: 'function f(d) { for (let i = 0; i < 3; i++) { n[0]++; if (d) f(d - 1) } }\nf(4)',
  'a body that is no block': 'for (const v of [1, 2, 3]) n[0]++\nfor (let i = 0; i < 4; n[1]++, i++) ;',
};

beforeAll(() => {
  openElements();
  openRecorder(true);
});

/** What the program counts itself, and what was counted of its loops. */
function count(source: string, isRecorded: boolean): { own: number[]; counted: number[] } {
  const own = [0, 0, 0];
  const { code, regions, sites } = transformSource(`run(() => {\n${source}\n});`, {
    module: false,
    nextRegion: 0,
    nextSite: 0,
  }) ?? { code: '', regions: [], sites: [] };
  addRegions(regions, sites);
  const loops = regions.filter(({ isFunction }) => !isFunction).toSorted((a, b) => a.start - b.start);
  for (const { id } of loops) {
    iterations[id] = 0;
    if (!isRecorded) counts[id] = 1_000_000;
  }
  // oxlint-disable-next-line typescript/no-implied-eval -- programs are text
  const program = new Function('n', 'run', code) as Run;
  program(own, (run) => run());
  return { own: own.slice(0, loops.length), counted: loops.map(({ id }) => iterationsOf(id)) };
}

describe.each([
  ['recorded', true],
  ['as it is', false],
])('iterations of a loop that runs %s', (_, isRecorded) => {
  it.each(Object.entries(PROGRAMS))('are counted: %s', (_name, source) => {
    const { own, counted } = count(source, isRecorded);
    expect(own[0]).toBeGreaterThan(0);
    expect(counted).toEqual(own);
  });
});

it('counts executions of functions that are not recorded at the moment', () => {
  const source = 'function f(a, i) { return a[i]; }\nlet s = 0; for (let i = 0; i < 5000; i++) s += f(n, 0);';
  const transformed = transformSource(source, { module: false, nextRegion: 0, nextSite: 0 });
  if (transformed === undefined) throw new Error('nothing to record');
  addRegions(transformed.regions, transformed.sites);
  const id = transformed.regions.find(({ isFunction }) => isFunction)?.id ?? -1;
  const before = iterationsOf(id);
  // oxlint-disable-next-line typescript/no-implied-eval -- programs are text
  const program = new Function('n', transformed.code) as Run;
  program([1], () => {});
  expect(iterationsOf(id) - before).toBe(5000);
});

it('goes on counting where the integers it counts in come around', () => {
  const id = 60_000;
  hits[id] = 2 ** 31 - 1;
  expect(iterationsOf(id)).toBe(2 ** 31 - 1);
  hits[id] = (hits[id] as number) + 10;
  expect(iterationsOf(id)).toBe(2 ** 31 + 9);
  hits[id] = -1;
  expect(iterationsOf(id)).toBe(2 ** 32 - 1);
  hits[id] = 3;
  expect(iterationsOf(id)).toBe(2 ** 32 + 3);
});

it('counts objects of a class whose constructor begins with a directive', () => {
  const source = 'class A { x = 1; constructor() { "use strict" } }\nfor (let i = 0; i < 30; i++) new A();';
  const transformed = transformSource(source, { module: false, nextRegion: 50_000, nextSite: 0 });
  // oxlint-disable-next-line typescript/no-implied-eval -- programs are text
  (new Function(transformed?.code ?? '') as () => void)();
  expect(transformed?.makes.map(({ id, what }) => [what, iterationsOf(id)])).toEqual([['constructor', 30]]);
});

it('counts as recorded only the steps of a for-of that were logged', () => {
  const transformed = transformSource('let s = 0; for (const v of n) { s += v; }', {
    module: false,
    nextRegion: 70_000,
    nextSite: 70_000,
  });
  addRegions(transformed?.regions ?? [], transformed?.sites ?? []);
  // oxlint-disable-next-line typescript/no-implied-eval -- programs are text
  (new Function('n', transformed?.code ?? '') as (n: number[]) => void)(Array.from({ length: 10_000 }, () => 1));
  const window = states[70_000]?.window;
  expect([window?.iterations, window?.used]).toEqual([4096, 4096]);
});
