import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installNode, NODE_MAJORS, type NodeMajor } from '../node-versions.mjs';
import { runPlain } from '../probe/run-probed.js';
import { memoryEnvironment, ofKind, PROGRAMS, recordMemory } from './run-memory.js';

const program = (name: string): string => join(PROGRAMS, name);

/** Plain and in the memory pass, usual and with everything recorded. */
async function runBoth(major: NodeMajor, args: string[]) {
  const node = await installNode(major);
  const plain = await runPlain(node, args);
  const passes = [];
  for (const always of [false, true]) {
    const dir = mkdtempSync(join(tmpdir(), 'threadwise memory é '));
    passes.push(await runPlain(node, args, { env: memoryEnvironment(dir, always) }));
    expect(readdirSync(dir)).not.toEqual([]);
    rmSync(dir, { recursive: true });
  }
  return { plain, passes };
}

/** One program under the names that say what it is, and under one that says nothing: there its export does, or the lack of one. */
const TYPED = { 'typed.mts': '', 'typed.cts': '', 'script.ts': '', 'module.ts': '\nexport {};\n' };

describe.each(NODE_MAJORS)('a program in the memory pass under Node %i', (major) => {
  it.each(['hostile.cjs', 'hostile.mjs', 'broken.mjs', 'walks.mjs'])(
    'prints and returns what it did: %s',
    async (name) => {
      const { plain, passes } = await runBoth(major, [program(name)]);
      expect(plain.stderr.replaceAll(/^.*(?:Warning|--trace-warnings).*$/gm, '').trim()).toBe('');
      for (const { stdout, stderr, code } of passes) {
        expect(stdout).toBe(plain.stdout);
        expect(code).toBe(plain.code);
        const withoutPid = (text: string): string => text.replaceAll(/\(node:\d+\)/g, '');
        expect(withoutPid(stderr)).toBe(withoutPid(plain.stderr));
      }
    },
  );

  it.runIf(major >= 22).each(Object.entries(TYPED))('may be TypeScript that Node strips: %s', async (name, ending) => {
    const folder = mkdtempSync(join(tmpdir(), 'threadwise-typed-'));
    const file = join(folder, name);
    writeFileSync(file, readFileSync(program('typed.cts'), 'utf8') + ending);
    const { plain, passes } = await runBoth(major, [file]);
    expect(plain.stdout).toBe('10240\n');
    for (const { stdout } of passes) expect(stdout).toBe(plain.stdout);
    const { all } = await recordMemory(await installNode(major), [file]);
    rmSync(folder, { recursive: true });
    expect(ofKind(all, 'file').map(({ state }) => state)).toEqual(['recorded']);
    const site = ofKind(all, 'site').find(({ text }) => text.startsWith('row.values'));
    expect(site).toMatchObject({ line: 11, column: 14 });
  });

  it('may come from a loader, whose source map is followed', async () => {
    const args = ['--import', program('loader/register.mjs'), program('loader/main.mjs')];
    const { plain, passes } = await runBoth(major, args);
    expect(plain.stdout).toBe('25600\n');
    for (const { stdout } of passes) expect(stdout).toBe(plain.stdout);
    const { all } = await recordMemory(await installNode(major), args);
    const [site] = ofKind(all, 'site').filter(({ text }) => text === 'a[i]');
    expect(site?.line).toBe(4);
    expect(ofKind(all, 'loop').find(({ id }) => id === site?.loop)?.file).toBe(program('loader/walk.custom'));
    const strides = ofKind(all, 'window').flatMap(({ sites }) => sites.flatMap((each) => each.strides));
    expect(strides[0]?.[0]).toBe(64);
  });

  it('says which files could not be looked at, and why', async () => {
    const { all, exitCode } = await recordMemory(await installNode(major), [program('broken.mjs')]);
    expect(exitCode).toBe(0);
    const files = ofKind(all, 'file').map(({ file, state, reason }) => [file, state, reason !== undefined]);
    expect(files).toContainEqual([program('not-javascript.txt'), 'failed', true]);
    expect(files).toContainEqual([program('broken.mjs'), 'recorded', false]);
  });
});
