import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import MagicString from 'magic-string';
import { describe, expect, it } from 'vitest';
import { editPoolOptions } from '../../../src/source/edit-pool-options.js';
import type { SourceLanguage } from '../../../src/source/parse-source.js';

const PISCINA = `import Piscina from 'piscina';\n`;

/** The file after setting options of the pool on its line 2; null when that is not safe. */
function edited(
  text: string,
  options: Record<string, number> = { maxThreads: 8 },
  { line = 2, column = 1, language = 'javascript' as SourceLanguage } = {},
): string | null {
  const edits = editPoolOptions(text, language, { position: { line, column }, options });
  if (edits === null) return null;
  const result = new MagicString(text);
  for (const { start, end, text: put } of edits) {
    if (start === end) result.appendLeft(start, put);
    else result.overwrite(start, end, put);
  }
  return result.toString();
}

describe('editPoolOptions', () => {
  it.each([
    ['changes a number', 'new Piscina({ filename, maxThreads: 2 })', 'new Piscina({ filename, maxThreads: 8 })'],
    ['adds what is missing', 'new Piscina({ filename })', 'new Piscina({ filename, maxThreads: 8 })'],
    ['keeps a comma at the end', 'new Piscina({ filename, })', 'new Piscina({ filename, maxThreads: 8, })'],
    ['fills empty braces', 'new Piscina({})', 'new Piscina({ maxThreads: 8 })'],
    ['keeps a comment in empty braces', 'new Piscina({ /* none */ })', 'new Piscina({ maxThreads: 8  /* none */ })'],
    ['adds the argument', 'new Piscina()', 'new Piscina({ maxThreads: 8 })'],
    ['adds parentheses too', 'new Piscina;', 'new Piscina({ maxThreads: 8 });'],
    ['knows quoted keys', `new Piscina({ 'maxThreads': 2 })`, `new Piscina({ 'maxThreads': 8 })`],
    [
      'replaces what asks the machine',
      'new Piscina({ maxThreads: os.cpus().length - 1 })',
      'new Piscina({ maxThreads: 8 })',
    ],
    [
      'replaces the cores there are',
      'new Piscina({ maxThreads: Math.min(4, availableParallelism()) })',
      'new Piscina({ maxThreads: 8 })',
    ],
    ['leaves methods alone', 'new Piscina({ loadBalancer() {} })', 'new Piscina({ loadBalancer() {}, maxThreads: 8 })'],
    ['changes nothing that is set already', 'new Piscina({ maxThreads: 8 })', 'new Piscina({ maxThreads: 8 })'],
    [
      'gives it a line where the others have one',
      'new Piscina({\n  filename,\n  idleTimeout: 5, // ms\n})',
      'new Piscina({\n  filename,\n  idleTimeout: 5, // ms\n  maxThreads: 8,\n})',
    ],
    [
      'and keeps Windows line ends',
      'new Piscina({\r\n\tfilename\r\n})',
      'new Piscina({\r\n\tfilename,\r\n\tmaxThreads: 8\r\n})',
    ],
  ])('%s', (_, before, after) => {
    expect(edited(PISCINA + before)).toBe(PISCINA + after);
  });

  it.each([
    ['a variable', 'new Piscina(options)'],
    ['a function', 'new Piscina(readOptions())'],
    ['a spread', 'new Piscina({ ...shared, maxThreads: 2 })'],
    ['a shorthand', 'new Piscina({ maxThreads })'],
    ['a setting', 'new Piscina({ maxThreads: Number(process.env.THREADS) })'],
    ['a choice', 'new Piscina({ maxThreads: fast ? 4 : 2 })'],
    ['a computed key', `new Piscina({ ['max' + 'Threads']: 2 })`],
    ['a getter', 'new Piscina({ get maxThreads() { return 2; } })'],
    ['the same key twice', 'new Piscina({ maxThreads: 2, maxThreads: 3 })'],
    ['another class', 'new Queue({ maxThreads: 2 })'],
    ['two pools of which either may be meant', '[new Piscina({}), new Piscina({})]'],
    ['a file that does not parse', 'new Piscina({ maxThreads: 2 }'],
    ['a pool on another line', '\nnew Piscina({ maxThreads: 2 })'],
  ])('does not touch %s', (_, source) => {
    expect(edited(PISCINA + source)).toBeNull();
  });

  it('tells two pools on a line apart by their columns', () => {
    const text = `${PISCINA}pair(new Piscina({}), new Piscina({}));`;
    expect(edited(text, undefined, { column: 23 })).toBe(
      `${PISCINA}pair(new Piscina({}), new Piscina({ maxThreads: 8 }));`,
    );
  });

  it('sees through TypeScript', () => {
    const text = `import { Tinypool } from 'tinypool';\nnew Tinypool({ maxThreads: 2 as number } satisfies Options)`;
    expect(edited(text, undefined, { language: 'typescript' })).toBe(text.replace('2 as number', '8'));
  });

  it.each([
    [`workerpool.pool('./w.js', { maxWorkers: 2 })`, `workerpool.pool('./w.js', { maxWorkers: 4 })`],
    [`workerpool.pool('./w.js')`, `workerpool.pool('./w.js', { maxWorkers: 4 })`],
    ['workerpool.pool()', 'workerpool.pool({ maxWorkers: 4 })'],
    ['workerpool.pool(file)', null],
  ])('knows workerpool: %s', (before, after) => {
    const head = `import workerpool from 'workerpool';\n`;
    expect(edited(head + before, { maxWorkers: 4 })).toBe(after === null ? null : head + after);
  });

  it.each([
    ['export default { worker, agents: 4 };', 'export default { worker, agents: 4, options: { maxThreads: 8 } };'],
    [
      'export default { worker, agents: 4, options: { maxThreads: 2 } };',
      'export default { worker, agents: 4, options: { maxThreads: 8 } };',
    ],
    ['export default { worker, agents: 4, options };', null],
    ['export default { worker, agents: 4, ...rest };', null],
  ])('knows workloads: %s', (before, after) => {
    expect(edited(before, { minThreads: 8, maxThreads: 8 }, { line: 1 })).toBe(after);
  });

  it('sets what is wanted and leaves all else as it was', () => {
    const key = fc.constantFrom('minThreads', 'maxThreads', 'idleTimeout', 'concurrentTasksPerWorker', 'maxQueue');
    const numbers = fc.dictionary(key, fc.integer({ min: 0, max: 99 }));
    const layout = fc.record({
      separator: fc.constantFrom(', ', ',\n  ', ' , ', ',\r\n\t', ', // a comment\n    ', ',/* b */ '),
      open: fc.constantFrom('{', '{ ', '{\n  ', '{ // first\n  '),
      close: fc.constantFrom('}', ' }', ',\n}', '\n}', ', // last\n}', ' /* c */ }'),
      quoted: fc.boolean(),
      around: fc.constantFrom(['', ';'], ['const pool = ', ';'], ['run(', ', { maxThreads: 1 });']),
    });
    fc.assert(
      fc.property(
        numbers,
        fc.dictionary(key, fc.integer({ min: 0, max: 99 }), { minKeys: 1 }),
        layout,
        (had, wanted, form) => {
          const written = Object.entries(had).map(([name, value]) => `${form.quoted ? `"${name}"` : name}: ${value}`);
          const close = written.length === 0 ? form.close.replace(',', '') : form.close;
          const [before, after] = form.around;
          const text = `${PISCINA}${before}new Piscina(${form.open}${written.join(form.separator)}${close})${after}\nconst x = { maxThreads: 7 };`;
          const result = edited(text, wanted);
          expect(result).not.toBeNull();
          expect(optionsOf(result ?? '')).toEqual({ ...had, ...wanted });
          expect(commentsOf(result ?? '')).toEqual(commentsOf(text));
          expect((result ?? '').endsWith(`)${after}\nconst x = { maxThreads: 7 };`)).toBe(true);
          // Set once, there is nothing more to set.
          expect(edited(result ?? '', wanted)).toBe(result);
        },
      ),
    );
  });
});

/** What the pool would be made with, found by running the file. */
function optionsOf(text: string): unknown {
  let seen: unknown;
  class Piscina {
    constructor(options: unknown) {
      seen = options;
    }
  }
  runInNewContext(text.slice(PISCINA.length), { Piscina, run: () => undefined });
  return JSON.parse(JSON.stringify(seen));
}

function commentsOf(text: string): string[] {
  return text.match(/\/\/.*|\/\*.*?\*\//g) ?? [];
}
