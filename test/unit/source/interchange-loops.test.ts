import { describe, expect, it } from 'vitest';
import { interchangeLoops } from '../../../src/source/interchange-loops.js';

/** The first line of the text is line 1; the inner loop is the last `for` in it. */
function swap(text: string, language: 'javascript' | 'typescript' = 'javascript') {
  const before = text.slice(0, text.lastIndexOf('for ('));
  const line = before.split('\n').length;
  return interchangeLoops(text, language, { line, column: before.length - before.lastIndexOf('\n') });
}

const contentOf = (text: string, language?: 'typescript'): string => {
  const swapped = swap(text, language);
  return 'content' in swapped ? swapped.content : `refused: ${swapped.unsafe}`;
};
const whyNot = (text: string): string => {
  const swapped = swap(text);
  return 'unsafe' in swapped ? swapped.unsafe : `swapped: ${swapped.content}`;
};

/** Two loops over `y` in `x`, with this inside. `a`, `b`, `sums` are memory of their own. */
const nest = (body: string, { outer = 'let x = 0; x < W; x++', inner = 'let y = 0; y < H; y++' } = {}): string => `
const W = 64, H = 32;
const a = new Float64Array(W * H);
const b = new Float64Array(W * H);
const sums = new Float64Array(W);
const counts = new Int32Array(W * H);
function run() {
  let total = 0;
  let other = 0;
  for (${outer}) {
    for (${inner}) {
      ${body}
    }
  }
  return total + other;
}
`;

describe('interchangeLoops swaps', () => {
  it('the headers, and leaves everything else where it is', () => {
    const text = `
const size = 100;
const map = new Float64Array(size * size);
const sums = new Float64Array(size);
for (let x = 0; x < size; x++) {
  // Down the columns.
  for (let y = 0; y < size; y += 2) { /* step */
    sums[x] += map[y * size + x];
  }
}
`;
    expect(contentOf(text)).toBe(`
const size = 100;
const map = new Float64Array(size * size);
const sums = new Float64Array(size);
for (let y = 0; y < size; y += 2) {
  // Down the columns.
  for (let x = 0; x < size; x++) { /* step */
    sums[x] += map[y * size + x];
  }
}
`);
  });

  it('in TypeScript, with its types', () => {
    const text = `
function clear(rows: Float64Array[], width: number, height: number): void {
  for (let x: number = 0; x < width; x++)
    for (let y: number = 0; y < height; y++) (rows[y] as Float64Array)[x]! = 0;
}`;
    expect(contentOf(text, 'typescript')).toContain(
      'for (let y: number = 0; y < height; y++)\n    for (let x: number = 0; x < width; x++) (rows[y]',
    );
  });

  it('loops that take constants along, which go with their counter', () => {
    const text = nest('sums[x] += a[y * W + x] * weight;').replace(
      '    for (let y',
      '    const weight = b[x];\n    for (let y',
    );
    expect(contentOf(text)).toContain(`  for (let y = 0; y < H; y++) {
    for (let x = 0; x < W; x++) {
      const weight = b[x];
      sums[x] += a[y * W + x] * weight;
    }`);
  });

  it.each([
    ['a sum for each column', 'sums[x] += a[y * W + x];'],
    ['every place once', 'a[y * W + x] = b[x * H + y];'],
    ['its own place, through a constant', 'const at = y * W + x; a[at] = a[at] * 2 + 1;'],
    ['the place above', 'a[(y + 1) * W + x] = a[y * W + x] + 1;'],
    ['only what it reads', 'const seen = a[y * W + x] > b[x] ? 1 : 0; counts[y * W + x] = seen;'],
    ['counting', 'if (a[y * W + x] > 0.5) total++;'],
    ['bits', 'total ^= counts[y * W + x];'],
    ['integers of 32 bits', 'total = (total + counts[y * W + x]) | 0;'],
    ['the largest', 'total = Math.max(total, a[y * W + x]);'],
    ['two things at once', 'sums[x] += a[y * W + x]; total = (total + (counts[x] >> 2)) | 0;'],
    ['a choice', 'if (counts[x] > 3) { a[y * W + x] = 0; } else { a[y * W + x] = Math.sqrt(b[y * W + x]); }'],
  ])('%s', (_, body) => {
    expect(contentOf(nest(body))).toContain(
      '  for (let y = 0; y < H; y++) {\n    for (let x = 0; x < W; x++) {\n      ' + body.split('\n')[0],
    );
  });

  it('rows of rows: who shares a row shares the column too', () => {
    const text = `
function rain(cells, limit) {
  const rows = cells.length;
  const columns = cells[0].length;
  for (let column = 0; column < columns; column++) {
    for (let row = 1; row < rows; row++) {
      const height = cells[row][column] + (cells[row - 1][column] >> 3);
      cells[row][column] = height > limit ? height - limit : height + 1;
    }
  }
}`;
    expect(contentOf(text)).toContain('for (let row = 1; row < rows; row++) {\n    for (let column = 0;');
  });

  it('arrays that come in as parameters, where all callers are in the file and give memory of its own', () => {
    const text = (call: string, exported = ''): string => `
const WIDTH = 2048;
const map = new Int32Array(WIDTH * WIDTH);
${exported}function addColumns(rain, sums, day) {
  for (let x = 0; x < WIDTH; x++) {
    for (let y = 0; y < WIDTH; y++) {
      sums[x] += rain[y * WIDTH + x] ^ day;
    }
  }
}
function totalOf(day) {
  const sums = new Int32Array(WIDTH);
  ${call};
}`;
    expect(contentOf(text('addColumns(map, sums, day)'))).toContain(
      'for (let y = 0; y < WIDTH; y++) {\n    for (let x',
    );
    expect(swap(text('addColumns(map, map, day)'))).toHaveProperty('unsafe');
    expect(swap(text('other(addColumns)'))).toHaveProperty('unsafe');
    expect(swap(text('addColumns(map, map.subarray(3), day)'))).toHaveProperty('unsafe');
    expect(swap(text('addColumns(map, sums, day)', 'export '))).toHaveProperty('unsafe');
    expect(swap(text('addColumns(...all)'))).toHaveProperty('unsafe');
  });
});

describe('interchangeLoops refuses', () => {
  it.each([
    ['sums of fractions', 'total += a[y * W + x];', /`total` is carried .* fractions/],
    ['sums of what may be fractions', 'total = (total + a[y * W + x]) | 0;', /carried/],
    ['what was summed so far', 'total = (total + 1) | 0; sums[x] = total;', /carried|summed up and read/],
    ['two ways to sum up', 'total++; total = Math.min(total, a[x]);', /in two places/],
    ['counting and reading the count', 'total++; a[y * W + x] = total;', /summed up and read/],
    ['the last to write wins', 'sums[0] = a[y * W + x];', /written in one turn/],
    ['the last of each diagonal wins', 'sums[x + y] = a[y * W + x];', /written in one turn/],
    ['a place found by another', 'counts[counts[x]] += 1;', /written in one turn/],
    ['the diagonal neighbour', 'a[y * W + x] = a[(y - 1) * W + x + 1];', /written in one turn/],
    ['columns as wide as they like', 'a[y * 7 + x] = a[y * 7 + x] + 1;', /written in one turn/],
    ['calls', 'a[y * W + x] = next(a[y * W + x]);', /calls a function/],
    ['chance', 'a[y * W + x] = Math.random();', /calls a function/],
    ['break', 'if (a[y * W + x] > 3) break;', /`break`/],
    ['continue', 'if (a[y * W + x] > 3) continue;', /`continue`/],
    ['return', 'if (a[y * W + x] > 3) return x;', /`return`/],
    ['throw', 'if (a[y * W + x] > 3) throw a;', /`throw`/],
    ['another loop inside', 'while (total < 3) total++;', /another loop/],
    ['other assignments', 'other = x;', /`other` is carried/],
    ['assignments in an expression', 'a[y * W + x] = (total = x);', /more than read/],
    ['steps in an expression', 'a[total++] = x;', /more than read/],
    ['var', 'var seen = a[x]; a[y * W + x] = seen;', /`var`/],
    ['a counter of its own', 'x += 1;', /`x` is changed|carried/],
    ['functions', 'a[y * W + x] = (() => x)();', /calls a function/],
    ['a field that all share', 'total.best = x;', /carried/],
  ])('%s', (_, body, reason) => {
    expect(whyNot(nest(body))).toMatch(reason);
  });

  it.each([
    ['bounds that depend on the other counter', { inner: 'let y = x; y < H; y++' }, /depend on `x`/],
    ['bounds that depend on their own counter', { inner: 'let y = 0; y < H - y; y++' }, /depend on `y`/],
    ['bounds that are computed each time', { inner: 'let y = 0; y < height(); y++' }, /more than sums/],
    ['bounds that may change', { inner: 'let y = 0; y < total; y++' }, /depend on `total`/],
    ['counters that live on', { outer: 'var x = 0; x < W; x++' }, /lives on/],
    ['counters from outside', { outer: 'x = 0; x < W; x++' }, /not a counted one/],
    ['steps that vary', { outer: 'let x = 1; x < W; x *= 2' }, /steps of one size/],
    ['no steps', { outer: 'let x = 0; x < W; x += 0' }, /steps of one size/],
    ['no end', { outer: 'let x = 0; x < W; x--' }, /steps of one size/],
    ['two counters', { outer: 'let x = 0, z = 1; x < W; x++' }, /something else than its counter/],
    ['another comparison', { outer: 'let x = 0; x !== W; x++' }, /steps of one size/],
  ])('%s', (_, headers, reason) => {
    expect(whyNot(nest('total++;', headers))).toMatch(reason);
  });

  it('memory that may be the same', () => {
    const text = (types: string): string => `
export function add(from, to, width, height) {
  ${types}
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      to[x] += from[y * width + x];
    }
  }
}`;
    expect(whyNot(text(''))).toMatch(/`to` is written and `from` read, and nothing in this file says/);
    expect(
      whyNot(text('').replace('from, to,', 'both,').replaceAll('from[', 'both.from[').replaceAll('to[', 'both.to[')),
    ).toMatch(/nothing in this file says/);
  });

  it('views of one buffer', () => {
    const text = `
const memory = new ArrayBuffer(8192);
const a = new Float64Array(memory);
const b = new Float64Array(memory, 64);
for (let x = 0; x < 8; x++) {
  for (let y = 0; y < 8; y++) {
    a[x] += b[y * 8 + x];
  }
}`;
    expect(whyNot(text)).toMatch(/nothing in this file says/);
  });

  it('arrays that may grow under a length that is looked at', () => {
    const text = `
const list = [1, 2, 3];
for (let x = 0; x < list.length; x++) {
  for (let y = 0; y < 3; y++) {
    list[x] = 1;
  }
}`;
    expect(whyNot(text)).toMatch(/may grow/);
    expect(contentOf(text.replace('[1, 2, 3]', 'new Float64Array(3)'))).toContain(
      'for (let y = 0; y < 3; y++) {\n  for',
    );
  });

  it('work between the loops', () => {
    const text = nest('sums[x] += a[y * W + x];').replace('    for (let y', '    sums[x] = 0;\n    for (let y');
    expect(whyNot(text)).toMatch(/Between the two loops/);
    const after = nest('sums[x] += a[y * W + x];').replace('    }\n  }', '    }\n    sums[x] /= H;\n  }');
    expect(whyNot(after)).toMatch(/Between the two loops/);
  });

  it('constants between the loops that read what is written', () => {
    const text = nest('sums[x] += a[y * W + x] * first;').replace(
      '    for (let y',
      '    const first = sums[x];\n    for (let y',
    );
    // It would see what the turns before have added.
    expect(swap(text)).toHaveProperty('unsafe');
  });

  it('what is no pair of loops', () => {
    expect(interchangeLoops('for (let i = 0; i < 3; i++) {}', 'javascript', { line: 1, column: 1 })).toHaveProperty(
      'unsafe',
    );
    expect(interchangeLoops('const x = 1;', 'javascript', { line: 1, column: 1 })).toEqual({
      unsafe: 'There is no `for` loop at this place any more.',
    });
    expect(interchangeLoops('for (let i = 0; i < ', 'javascript', { line: 1, column: 1 })).toEqual({
      unsafe: 'The file does not parse.',
    });
    expect(whyNot('outer: for (let x = 0; x < 3; x++) { for (let y = 0; y < 3; y++) { a[x * 3 + y] = 1; } }')).toMatch(
      /^swapped/,
    );
    expect(whyNot('for (let x = 0; x < 3; x++) { inner: for (let y = 0; y < 3; y++) { a[x] = 1; } }')).toMatch(/label/);
  });
});
