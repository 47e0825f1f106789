import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runSampling } from '../../../src/launch/memory-pass.js';
import { recordMemory, type RecordMemoryOptions } from '../../../src/launch/record-memory.js';
import { readMemoryLines } from '../../../src/trace/read-memory-lines.js';
import { installNode, NODE_MAJORS } from '../node-versions.mjs';
import { ofKind, PROBE, PROGRAMS } from './run-memory.js';

let runDir: string;
beforeEach(() => {
  runDir = mkdtempSync(join(tmpdir(), 'threadwise sampling é '));
});
afterEach(() => rmSync(runDir, { recursive: true, force: true }));

function optionsOf(node: string, more: NodeJS.ProcessEnv = {}): Omit<RecordMemoryOptions, 'samplesFirst'> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const command = [node, join(PROGRAMS, 'drawn-in.mjs')];
  return { command, cwd: PROGRAMS, env: { ...env, ...more }, probePath: PROBE, runDir, timingWallNs: 0 };
}

describe.each(NODE_MAJORS)('the sampling run under Node %i', (major) => {
  it('tells of each thread what share of its samples was on which line, in the file the line is of', async () => {
    const { exitCode, files } = await runSampling(optionsOf(await installNode(major)));
    expect(exitCode).toBe(0);
    expect(files.map((file) => /-(\d+)\.twmem$/.exec(file)?.[1])).toEqual(['0', '1']);
    const { records } = readMemoryLines(readFileSync(files[1] as string, 'utf8'));
    // The worker is stopped, mostly before it has a last word.
    const kinds = new Set(records.map(({ kind }) => kind).filter((kind) => kind !== 'end'));
    expect([...kinds]).toEqual(['thread', 'cpu']);
    const { samples = 0, gc, lines = [] } = ofKind(records, 'cpu').at(-1) ?? {};
    const inLoop = lines.filter(([file, line]) => file === join(PROGRAMS, 'kernel.mjs') && line >= 25 && line <= 27);
    const count = inLoop.reduce((sum, [, , each]) => sum + each, 0);
    expect(samples).toBeGreaterThan(100);
    expect(gc).toBeLessThan(samples / 4);
    expect(count / samples).toBeGreaterThan(0.6);
  });
});

describe('recordMemory', () => {
  const runs = (): number => readFileSync(join(runDir, 'runs'), 'utf8').length;
  const record = (samplesFirst: boolean, env: NodeJS.ProcessEnv = {}) =>
    recordMemory({ ...optionsOf(process.execPath, { COUNT_IN: join(runDir, 'runs'), ...env }), samplesFirst });

  it('runs the program once for samples and once for the pass', async () => {
    expect(await record(true)).toMatchObject({ exitCode: 0, notes: [], recorded: true });
    expect(runs()).toBe(2);
    expect(readdirSync(join(runDir, 'memory/samples'))).toHaveLength(2);
  });

  it('runs it for the pass alone where that is enough', async () => {
    expect(await record(false)).toMatchObject({ exitCode: 0, notes: [], recorded: true });
    expect(runs()).toBe(1);
    expect(existsSync(join(runDir, 'memory/samples'))).toBe(false);
  });

  it('keeps no samples of a run that ended badly, and says so', async () => {
    const { notes, recorded } = await record(true, { END_WITH: '7' });
    expect(recorded).toBe(true);
    expect(notes).toEqual([
      'The sampling run ended with exit code 7: where CPU time goes is taken from the memory pass, which shifts it a little.',
      'The memory pass ended with exit code 7: what it recorded until then is used.',
    ]);
    expect(existsSync(join(runDir, 'memory/samples'))).toBe(false);
  });

  it('stops both runs when asked to', async () => {
    const { notes, recorded } = await recordMemory({
      ...optionsOf(process.execPath),
      samplesFirst: true,
      signal: AbortSignal.abort(),
    });
    expect(recorded).toBe(false);
    expect(notes[0]).toContain('The sampling run was stopped before it began');
  });
});
