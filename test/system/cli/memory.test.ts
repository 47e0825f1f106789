import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../../src/report/report.js';
import { makeWorkspace, NO_STACK, runCli, type Workspace } from './run-cli.js';

/** Two workers that go down the columns of a table; the main thread writes a line for each run of the program. */
const MAIN = `
const { Worker } = require('node:worker_threads');
const { appendFileSync } = require('node:fs');
appendFileSync('runs.txt', 'ran\\n');
let open = 2;
for (const seed of [1, 2]) {
  const worker = new Worker('./walk.cjs', { workerData: { seed } });
  worker.on('message', (sum) => console.log('sum', sum));
  worker.on('exit', () => --open === 0 && process.env.END_BADLY && readRuns() > 1 && process.exit(9));
}
function readRuns() { return require('node:fs').readFileSync('runs.txt', 'utf8').split('ran').length - 1; }
`;
const WALK = `
const { parentPort, workerData } = require('node:worker_threads');
const SIZE = 1024;
const table = new Int32Array(SIZE * SIZE).fill(workerData.seed);
function addColumns(cells, sums) {
  for (let x = 0; x < SIZE; x++) {
    for (let y = 0; y < SIZE; y++) {
      sums[x] += cells[y * SIZE + x];
    }
  }
}
const sums = new Int32Array(SIZE);
for (let round = 0; round < 60; round++) addColumns(table, sums);
parentPort.postMessage(sums[5]);
`;

let workspace: Workspace;
beforeEach(() => {
  workspace = makeWorkspace();
  writeFileSync(join(workspace.dir, 'main.cjs'), MAIN);
  writeFileSync(join(workspace.dir, 'walk.cjs'), WALK);
});
afterEach(() => workspace.remove());

const runs = (): number => readFileSync(join(workspace.dir, 'runs.txt'), 'utf8').trim().split('\n').length;
const profile = (args: string[], env: NodeJS.ProcessEnv = {}) =>
  runCli(workspace.dir, ['run', '--out', 'out', ...args, '--', process.execPath, 'main.cjs'], { env });
const reportOf = (): Report => JSON.parse(readFileSync(join(workspace.dir, 'out/report.json'), 'utf8')) as Report;

describe('run --memory', () => {
  it('always: two runs more of a program so short, whose output nobody sees, and its walk in the report', async () => {
    const { code, stdout, stderr } = await profile(['--memory', 'always']);
    expect({ code, lines: stdout.trim().split('\n').sort() }).toEqual({ code: 0, lines: ['sum 122880', 'sum 61440'] });
    expect(stderr.match(/Running it once more/g)).toHaveLength(1);
    expect(stderr).toContain('And before that once as it is, for CPU samples');
    expect(runs()).toBe(3);
    const { memory } = reportOf();
    const walk = memory?.walks.find(({ text }) => text === 'cells[y * SIZE + x]');
    expect(walk).toMatchObject({ container: 'Int32Array', elementBytes: 4, threads: [1, 2] });
    expect(walk?.place).toMatchObject({ line: 8 });
    expect(walk?.cpuShare).toBeGreaterThan(0.2);
    expect(walk?.strides[0]).toMatchObject({ bytes: 4096 });
    expect(existsSync(join(workspace.dir, 'out/memory/measured.json'))).toBe(true);
    expect(stderr).toContain('Memory access');
  }, 60_000);

  it('never: the program runs once', async () => {
    const { code, stderr } = await profile(['--memory', 'never']);
    expect(code).toBe(0);
    expect(stderr).not.toContain('once more');
    expect(runs()).toBe(1);
    expect(reportOf().memory).toBeNull();
    expect(readdirSync(join(workspace.dir, 'out'))).not.toContain('memory');
  }, 60_000);

  it('is silent with --quiet', async () => {
    const { code, stderr } = await profile(['--memory', 'always', '--quiet']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(reportOf().memory).not.toBeNull();
  }, 60_000);

  it('costs notes when the further runs go wrong, and neither exit code nor report', async () => {
    const { code, stdout, stderr } = await profile(['--memory', 'always'], { END_BADLY: '1' });
    expect(code).toBe(0);
    expect(stdout).toContain('sum 61440');
    expect(stderr).toContain('The memory pass ended with exit code 9: what it recorded until then is used.');
    expect(stderr).toMatch(NO_STACK);
    expect(reportOf().memory?.missing).toEqual(
      expect.arrayContaining([
        expect.stringContaining('The sampling run ended with exit code 9'),
        'The memory pass ended with exit code 9: what it recorded until then is used.',
      ]),
    );
  }, 60_000);

  it('auto: not for a program that computes next to nothing', async () => {
    writeFileSync(join(workspace.dir, 'walk.cjs'), "require('node:worker_threads').parentPort.postMessage(1)");
    const { code, stderr } = await profile([]);
    expect(code).toBe(0);
    expect(stderr).not.toContain('once more');
    expect(runs()).toBe(1);
  }, 60_000);
});

describe('memory', () => {
  it('looks at a kept run, and reports again', async () => {
    await profile(['--memory', 'never', '--quiet']);
    const { code, stderr, stdout } = await runCli(workspace.dir, ['memory', 'out', '--json', '-']);
    expect(code).toBe(0);
    expect(runs()).toBe(3);
    expect(stderr).toContain('main.cjs');
    expect((JSON.parse(stdout) as Report).memory?.walks.length).toBeGreaterThan(0);
  }, 60_000);

  it('says what is wrong with a program that is gone', async () => {
    await profile(['--memory', 'never', '--quiet']);
    writeFileSync(
      join(workspace.dir, 'out/run.json'),
      JSON.stringify({ command: ['/nowhere/node'], cwd: workspace.dir }),
    );
    const { code, stderr } = await runCli(workspace.dir, ['memory', 'out']);
    expect(code).toBe(127);
    expect(stderr).toMatch(/Cannot start "\/nowhere\/node"/);
    expect(stderr).toMatch(NO_STACK);
  }, 60_000);
});
