import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { openElements } from '../../../../src/probe/memory/elements.js';
import { openRecorder } from '../../../../src/probe/memory/recorder.js';
import { addRegions } from '../../../../src/probe/memory/regions.js';
import { transformSource } from '../../../../src/probe/memory/transform/transform.js';
import { program } from './program.js';

type Run = (...given: unknown[]) => unknown;

/** Null when it is no valid program: chance puts a `break` where none may stand. */
function compile(source: string): Run | null {
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- programs by chance are text
    return new Function('log', 'closures', 'yielded', 'shared', 'make', source) as Run;
  } catch {
    return null;
  }
}

function logOf(run: Run): string[] {
  const log: string[] = [];
  const yielded = (make: () => Generator): void => {
    for (const value of make()) log.push(`yielded ${typeof value}`);
  };
  const make = (count: unknown): unknown[] => Array.from({ length: Number(count) & 3 }, (_, at) => at);
  try {
    run.call({ list: [1, 2, 3] }, log, [], yielded, new Int32Array(new SharedArrayBuffer(16)), make);
  } catch (error) {
    log.push(`ended by ${(error as Error).name}`);
  }
  return log;
}

beforeAll(() => {
  openElements();
  // Every execution of everything is recorded.
  openRecorder(true);
});

describe('a transformed program', () => {
  it('does what it did', () => {
    let transformedPrograms = 0;
    fc.assert(
      fc.property(program, (source) => {
        const plain = compile(source);
        fc.pre(plain !== null);
        const transformed = transformSource(source, { module: false, nextRegion: 0, nextSite: 0 });
        if (plain === null || transformed === undefined) return;
        transformedPrograms++;
        addRegions(transformed.regions, transformed.sites);
        const changed = compile(transformed.code);
        expect(changed, transformed.code).not.toBeNull();
        expect(transformed.code.split('\n')).toHaveLength(source.split('\n').length);
        if (changed !== null) expect(logOf(changed)).toEqual(logOf(plain));
      }),
      { numRuns: Number(process.env['THREADWISE_PROGRAMS'] ?? 600) },
    );
    expect(transformedPrograms).toBeGreaterThan(100);
  });

  it.each([
    'const { a } = x.slice()',
    'const { a } = x && x.slice()',
    'let a; ({ a } = x.slice())',
    'const [a] = {}',
    'const [a] = new Date',
    'let a; [a] = x.slice()',
    'for (const a of 0 || x.keys()) a[0] = 1',
    'new (x && x.keys())()',
  ])('has the messages it had: %s', (text) => {
    const source = `const x = { slice() {}, keys() { return {} } };\ntry { ${text} } catch (error) { return error.message }`;
    // oxlint-disable-next-line typescript/no-implied-eval -- programs are text
    const run = (code: string): unknown => (new Function(code) as () => unknown)();
    const transformed = transformSource(source, { module: false, nextRegion: 0, nextSite: 0 });
    addRegions(transformed?.regions ?? [], transformed?.sites ?? []);
    const message = run(source);
    expect(message).toBeTypeOf('string');
    expect(run(transformed?.code ?? '')).toBe(message);
  });
});
