import { compileFunction } from 'node:vm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { interchangeLoops } from '../../../src/source/interchange-loops.js';

const LENGTH = 64;

const scalar = fc.constantFrom('1', '2', '0.5', 'x', 'y', 'k', 'limit');
const index = fc.oneof(
  fc.constantFrom(
    'x',
    'y',
    'y * W + x',
    'x * H + y',
    'x + 1',
    'y - 1',
    '3 * x',
    'x + y',
    '(y - 1) * W + x',
    'y * W + x + 1',
  ),
  fc.constantFrom('0', 'k', 'x * W + y', 'y * 4 + x', 'H * x + y', 'at', 'at + W', 'x & 3'),
);
const array = fc.constantFrom('a', 'b', 'ints');
const element = fc.tuple(array, index).map(([name, at]) => `${name}[${at}]`);
const value = fc.oneof(
  scalar,
  element,
  fc
    .tuple(element, fc.constantFrom('+', '-', '*', '&', '>>'), scalar)
    .map(([left, op, right]) => `(${left} ${op} ${right})`),
  fc.tuple(element, element).map(([left, right]) => `(${left} > ${right} ? 1 : ${right})`),
  element.map((one) => `Math.abs(${one})`),
);
const statement = fc.oneof(
  fc.tuple(element, fc.constantFrom('=', '+=', '-=', '^='), value).map(([to, op, from]) => `${to} ${op} ${from};`),
  fc.tuple(fc.constantFrom('+=', '^=', '='), value).map(([op, from]) => `total ${op} ${from};`),
  value.map((from) => `total = (total + ${from}) | 0;`),
  value.map((from) => `total = Math.min(total, ${from});`),
  fc.tuple(value, element, value).map(([test, to, from]) => `if (${test} > 1) { ${to} = ${from}; }`),
  fc.constant('total++;'),
);
const bounds = ['W', 'H', '5', 'W - 1', 'list.length'];
const header = (name: string, ...others: string[]) =>
  fc
    .tuple(
      fc.constantFrom('0', '1', '2'),
      fc.constantFrom('<', '<='),
      fc.constantFrom(...others, ...bounds),
      fc.constantFrom('++', ' += 2'),
    )
    .map(([from, compare, to, step]) => `let ${name} = ${from}; ${name} ${compare} ${to}; ${name}${step}`);
const program = fc
  .record({
    outer: header('x'),
    inner: header('y', 'x', '6 - y'),
    between: fc.constantFrom('', 'const k = 2;', 'const k = b[x];', 'const k = x * 2;'),
    at: fc.constantFrom('y * W + x', 'x', 'y * 3', 'x * H + y'),
    body: fc.array(statement, { minLength: 1, maxLength: 3 }),
    // Rows as wide as the loop over x, or not.
    width: fc.integer({ min: 1, max: 6 }),
    height: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ outer, inner, between, at, body, width, height }) => ({
    width,
    height,
    text: `
const a = new Float64Array(${LENGTH});
const b = new Float64Array(${LENGTH});
const ints = new Int32Array(${LENGTH});
const list = [1, 2, 3];
let total = 3;
for (let i = 0; i < ${LENGTH}; i++) { a[i] = Math.sin(i) * 10; b[i] = Math.cos(i) * 1e3; ints[i] = (i * 2654435761) | 0; }
const limit = 1.5;
${between.startsWith('const k') ? '' : 'const k = 1;'}
for (${outer}) {
  ${between}
  for (${inner}) {
    const at = ${at};
    ${body.join('\n    ')}
  }
}
return [total, ...a, ...b, ...ints];
`,
  }));

function run(text: string, width: number, height: number): number[] {
  const compiled = compileFunction(text, ['W', 'H']) as (W: number, H: number) => number[];
  return compiled(width, height);
}

/** As a module of its own: what stands in a function may not be parsed alone because of its `return`. */
function swap(text: string) {
  const wrapped = `function run(W, H) {${text}}`;
  const at = wrapped.indexOf('for (let y');
  const before = wrapped.slice(0, at);
  return interchangeLoops(wrapped, 'javascript', {
    line: before.split('\n').length,
    column: before.length - before.lastIndexOf('\n'),
  });
}

it('swapped loops leave the same numbers behind, bit for bit', () => {
  let swaps = 0;
  fc.assert(
    fc.property(program, ({ text, width, height }) => {
      const swapped = swap(text);
      if ('unsafe' in swapped) return;
      swaps++;
      const body = swapped.content.slice(swapped.content.indexOf('{') + 1, -1);
      expect(body).not.toBe(text);
      const [before, after] = [run(text, width, height), run(body, width, height)];
      expect(after.length).toBe(before.length);
      for (const [place, number] of before.entries())
        expect(Object.is(after[place], number), `${place}\n${body}`).toBe(true);
    }),
    { numRuns: 3000, seed: 20261128 },
  );
  // Most are refused; the others must be enough to tell.
  expect(swaps).toBeGreaterThan(50);
}, 60_000);
