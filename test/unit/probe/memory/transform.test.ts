import { describe, expect, it } from 'vitest';
import { transformSource } from '../../../../src/probe/memory/transform/transform.js';

function transform(source: string, module?: boolean) {
  const transformed = transformSource(source, { module, nextRegion: 0, nextSite: 0 });
  if (transformed === undefined) throw new Error('nothing to record');
  return transformed;
}
const textsOf = (source: string): string[] => transform(source).sites.map(({ text }) => text);

describe('transformSource', () => {
  it('leaves what touches no memory alone', () => {
    const source = 'let s = 0; for (let i = 0; i < 9; i++) s += i; module.exports = s;';
    expect(transformSource(source, { module: undefined, nextRegion: 0, nextSite: 0 })).toBeUndefined();
  });

  it('keeps every line where it is', () => {
    const source = `const n = 3;
for (let i = 0; // first
  i < n;
  i++) {
  a[i] = i /* of
  two lines */
}
mark();`;
    const lines = transform(source).code.split('\n');
    expect(lines).toHaveLength(source.split('\n').length);
    expect(lines.at(-1)).toBe('mark();');
  });

  it('names the access and the loop it is in', () => {
    const source = 'function sum(m) {\n  for (const row of m)\n    for (let j = 0; j < 3; j++) s += row[j];\n}';
    const { regions, sites } = transform(source);
    expect(sites.map(({ text, what }) => [text, what])).toEqual([
      ['for (const row of m)', 'element'],
      ['row[j]', 'element'],
    ]);
    expect(regions.map(({ functionName, depth }) => [functionName, depth])).toEqual([
      ['sum', 0],
      ['sum', 1],
    ]);
  });

  it('records no called or deleted member, whose text is in error messages', () => {
    expect(textsOf('function f(o, a, i) { a[i](); delete a[i]; new a[i](); o.run(); return a[i]; }')).toEqual(['a[i]']);
  });

  it.each([
    'for ((async) of a[0]) b = a[1];',
    'for ({ a } = b[0]; a < 3; a++) b[a]++',
    'if (a) do b[a]++; while (a++ < 3); else b[0] = 1',
    'if (a) for (const x of b) a = x\nelse a = b[0]',
    'l: for (const x of b) { if (x) continue l\n; if (b[0]) break l\n}',
    'a = b[0]\n;[a] = [b[1]]\nb[2] = a\nb.x = 1',
    'const f = () => /* => */ b[0], g = async x => (b[x], 1)\nb[3]',
    'class A { x; constructor() { "use strict" } }',
    'class A { x; constructor() { "use strict" /* c */ } }',
    'class A { x; constructor() { "use strict"\n(this.x = {}) } }',
    'switch (a) { case b.x: for (;;) { b.y++; break } }',
    'if (a) do b[a]++; while (a++ < 3) else b[0] = 1',
  ])('makes source that parses of %s', (source) => {
    const wrapped = `async function f(a, b) { ${source} }`;
    // oxlint-disable-next-line typescript/no-implied-eval -- only parsed
    expect(() => new Function(transform(wrapped).code)).not.toThrow();
  });

  it('puts semicolons only where a line ends before what it adds', () => {
    const { code } = transform('function f() { return 1 }\nfunction g(b) { f() /* c */ // d\n  b.y = 1\n  return b }');
    expect(code).toContain('function f() { return 1 }');
    expect(code).toContain('f(); /* c */ // d\n  ($');
    expect(code).toContain('= 1\n  return b }');
  });

  it('counts parts of a table once, where it is made once', () => {
    const texts = (source: string): string[] => transform(source).makes.map(({ text }) => text);
    expect(texts('const t = [{ a: [1] }, new Map([[1, 2]])]')).toEqual([
      '[{ a: [1] }, new Map([[1, 2]])]',
      'new Map([[1, 2]])',
      '[[1, 2]]',
    ]);
    expect(texts('for (const x of y) z.push([{ x }])')).toEqual(['[{ x }]', '{ x }']);
  });

  it('counts no more places in a file than there is room for', () => {
    expect(transform(`function f(g) { ${'g([]);'.repeat(10_000)} }`).makes).toHaveLength(8192);
  });

  it('knows functions that are called for each element of an array', () => {
    const { regions } = transform('a.forEach((p) => { s += p.x }); b.then((p) => p.x); c.reduce((s, p) => s + p.x, 0)');
    expect(regions.map(({ isCallback }) => isCallback)).toEqual([true, false, true]);
  });

  it('refuses source that uses its names', () => {
    expect(() => transform('const $tw$x = a[0];')).toThrow('names that begin with');
  });
});
