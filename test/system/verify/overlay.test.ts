import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { preloadEnvironment } from '../../../src/launch/probe-environment.js';
import type { Note, OverlaySettings } from '../../../src/probe/overlay/settings.js';
import { installNode, NODE_MAJORS, type NodeMajor } from '../node-versions.mjs';
import { runPlain, type Outcome } from '../probe/run-probed.js';

const ROOT = join(import.meta.dirname, '../../..');
const PROGRAMS = join(import.meta.dirname, 'programs');
const DRIVER = join(ROOT, 'dist/threadwise-pool/driver.js');

/** In a folder whose name has blanks and letters beyond ASCII, as a user's home may have. */
const home = mkdtempSync(join(tmpdir(), 'threadwise overlay é '));
cpSync(join(ROOT, 'dist/probe'), join(home, 'probe'), { recursive: true });
afterAll(() => rmSync(home, { recursive: true, force: true }));

interface Overlaid extends Outcome {
  notes: Note[];
}

/** Runs a program with the overlay; `files` = new content by name. */
async function runOverlaid(
  major: NodeMajor,
  args: string[],
  { files = {}, ...given }: Partial<Omit<OverlaySettings, 'files'>> & { files?: Record<string, string> },
): Promise<Overlaid> {
  const folder = mkdtempSync(join(home, 'run-'));
  const notes = join(folder, 'notes');
  mkdirSync(notes);
  const overlay = join(home, 'probe/overlay.cjs');
  const contents = Object.entries(files).map(([name, text], index) => {
    const content = join(folder, String(index));
    writeFileSync(content, text);
    return { path: join(PROGRAMS, name), content };
  });
  const settings: OverlaySettings = {
    overlay,
    notes,
    pools: [],
    delaysNs: [],
    taskDelay: null,
    ...given,
    files: contents,
  };
  const env = preloadEnvironment(
    {},
    { file: overlay, variable: 'THREADWISE_OVERLAY', value: JSON.stringify(settings) },
  );
  const outcome = await runPlain(await installNode(major), args, { env });
  const lines = readdirSync(notes).flatMap((name) => readFileSync(join(notes, name), 'utf8').trim().split('\n'));
  return { ...outcome, notes: lines.map((line) => JSON.parse(line) as Note) };
}
const program = (name: string): string => join(PROGRAMS, name);
const appliedTo = ({ notes }: Overlaid, kind: 'file' | 'pool'): number[] =>
  [...new Set(notes.flatMap((note) => (note.kind === kind ? [note.index] : [])))].sort((a, b) => a - b);

describe.each(NODE_MAJORS)('the overlay under Node %i', (major) => {
  it('changes nothing when it is asked for nothing, and does not show', async () => {
    const run = await runOverlaid(major, [program('modules.mjs')], {});
    expect(run.stderr).toBe('');
    const worker = 'esm/cjs/hidden';
    expect(run.stdout).toBe(`esm cjs cjs ${worker} ${worker} ${worker} child/cjs clean\n`);
    expect(run.notes.map(({ kind }) => kind)).toEqual(['process', 'process']);
  });

  it('replaces modules in all threads and in child processes', async () => {
    const files = { 'module-esm.mjs': `export const esm = 'ESM';`, 'module-cjs.cjs': `module.exports = 'CJS';` };
    const run = await runOverlaid(major, [program('modules.mjs')], { files });
    expect(run.stderr).toBe('');
    const worker = 'ESM/CJS/hidden';
    expect(run.stdout).toBe(`ESM CJS CJS ${worker} ${worker} ${worker} child/CJS clean\n`);
    expect(appliedTo(run, 'file')).toEqual([0, 1]);
    expect(readFileSync(program('module-esm.mjs'), 'utf8')).toBe("export const esm = 'esm';\n");
  });

  it('replaces TypeScript and changes the pool of a workload file', async () => {
    const result = join(home, `result-${major}.json`);
    const run = await runOverlaid(major, [DRIVER, program('turns.workload.mts'), '--result', result], {
      files: { 'label.mts': `export const label: string = 'AGENT';` },
      pools: [{ place: null, options: { maxThreads: 1 } }],
    });
    expect(run.stderr).toBe('');
    expect(run.stdout).toBe('AGENT\n');
    expect(appliedTo(run, 'file')).toEqual([0]);
    expect(appliedTo(run, 'pool')).toEqual([0]);
  });

  it.each([
    ['piscina.mjs', '9,16 3 3 true true'],
    ['piscina.cjs', '9 3 5'],
    ['tinypool.mjs', '9 3'],
    ['workerpool.mjs', '9 3'],
    ['poolifier.mjs', '9 3'],
  ])('changes the options of pools: %s', async (name, stdout) => {
    const options = { minThreads: 3, maxThreads: 3, concurrentTasksPerWorker: 5 };
    const run = await runOverlaid(major, [program(name)], { pools: [{ place: null, options }] });
    expect(run.stderr).toBe('');
    expect(run.stdout.trim()).toBe(stdout);
    expect(appliedTo(run, 'pool')).toEqual([0]);
    expect(run.notes.some(({ kind }) => kind === 'problem')).toBe(name === 'workerpool.mjs');
  });

  it('changes only the pool made at a place, the minimum with the maximum', async () => {
    const source = readFileSync(program('piscina.mjs'), 'utf8').split('\n');
    const line = source.findIndex((text) => text.startsWith('const second')) + 1;
    const pools = [{ place: { file: program('piscina.mjs'), line }, options: { maxThreads: 1 } }];
    const run = await runOverlaid(major, [program('piscina.mjs')], { pools });
    expect(run.stdout).toBe('9,16 2 1 true true\n');
    const nowhere = [{ place: { file: program('piscina.mjs'), line: 1 }, options: { maxThreads: 1 } }];
    expect(appliedTo(await runOverlaid(major, [program('piscina.mjs')], { pools: nowhere }), 'pool')).toEqual([]);
  });

  it('finds the place of a pool through the source map', async () => {
    const pools = [{ place: { file: program('mapped/pool.ts'), line: 8 }, options: { maxThreads: 1, minThreads: 1 } }];
    const run = await runOverlaid(major, [program('mapped/pool.mjs')], { pools });
    expect(run.stderr).toBe('');
    expect(run.stdout).toBe('9 1\n');
  });

  it('delays tasks, and counts how often and how long', async () => {
    const delay = { delaysNs: [2_000_000], taskDelay: { index: 0, file: null } };
    const run = await runOverlaid(major, [program('tasks.mjs')], delay);
    expect(run.stdout).toBe('40\n');
    const [note] = run.notes.flatMap((each) => (each.kind === 'delays' ? [each.points[0]] : []));
    expect(note?.calls).toBe(40);
    expect(note?.burntUs).toBeGreaterThanOrEqual(40 * 2000);
    expect(note?.burntUs).toBeLessThan(40 * 2500);
  });

  it('delays messages of hand-made workers', async () => {
    const delay = { delaysNs: [0], taskDelay: { index: 0, file: program('hand-made-worker.mjs') } };
    const run = await runOverlaid(major, [program('hand-made.mjs')], delay);
    expect(run.stdout).toBe('10\n');
    expect(run.notes).toContainEqual({ kind: 'delays', points: [{ calls: 10, burntUs: 0 }] });
  });
});
