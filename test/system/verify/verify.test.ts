import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Verification } from '../../../src/verify/verification.js';
import { CLI, makeWorkspace, NO_STACK, runCli, type Workspace } from '../cli/run-cli.js';

/** Waits in a timer, so that a busy machine changes little: what is tested is what verify makes of it. */
const PROGRAM = `
import { delay } from './delay.mjs';
const wait = Number(process.env.WAIT ?? delay);
await new Promise((resolve) => setTimeout(resolve, wait));
console.log('waited');
`;
const SIX_PAIRS = ['--pairs', '6', '--any-load', '--budget', '50'];

let workspace: Workspace;
beforeEach(() => {
  workspace = makeWorkspace();
  write('app.mjs', PROGRAM);
  write('delay.mjs', 'export const delay = 400;\n');
});
afterEach(() => workspace.remove());

const path = (name: string): string => join(workspace.dir, name);
const write = (name: string, text: string): void => writeFileSync(path(name), text);
const verify = (...args: string[]) => runCli(workspace.dir, ['verify', ...args]);
const readOutcome = (): Verification => JSON.parse(readFileSync(path('out.json'), 'utf8')) as Verification;

describe('threadwise verify', () => {
  it('sees a gain in a changed file, leaves the file alone and keeps a ledger', async () => {
    // Long beside what starting a process takes on a busy machine.
    write('delay.mjs', 'export const delay = 1600;\n');
    write('fast.mjs', 'export const delay = 700;\n');
    const args = ['--change', 'delay.mjs=fast.mjs', ...SIX_PAIRS, '--json', 'out.json', '--', 'node', 'app.mjs'];
    const { code, stdout, stderr } = await verify(...args);
    expect(stderr).toMatch(/One run takes .* s\. With the noise of these runs 6 pairs can show \d+ %/);
    expect(stdout).toContain('The output is the same.');
    const outcome = readOutcome();
    // On a busy machine the pairs may spread too much for a verdict, but not for this.
    expect(outcome.observed.speedUp).toBeGreaterThan(1.2);
    expect(outcome.observed.effectSize).toBeGreaterThan(0.5);
    expect([code, outcome.verdict]).toEqual(code === 0 ? [0, 'gain'] : [2, 'inconclusive']);
    expect(outcome).toMatchObject({ key: 'by-hand', predicted: null, asPredicted: null });
    expect(outcome.observed.pairs).toBe(6);
    expect(readFileSync(path('delay.mjs'), 'utf8')).toBe('export const delay = 1600;\n');
    const ledger = JSON.parse(readFileSync(path('.threadwise/ledger.json'), 'utf8')) as { verifications: unknown[] };
    expect(ledger.verifications).toEqual([outcome]);
  });

  it('calls the same program under another name no gain', async () => {
    const { code, stdout } = await verify('--set-env', 'NOTHING=1', ...SIX_PAIRS, '--', 'node', 'app.mjs');
    expect(stdout).not.toContain('Faster: ');
    expect([1, 2]).toContain(code);
  });

  it('sees a loss, and reports that the output differs', async () => {
    write('slow.mjs', `export const delay = 900;\nconsole.log('changed');\n`);
    const { code, stdout } = await verify('--change', 'delay.mjs=slow.mjs', ...SIX_PAIRS, '--', 'node', 'app.mjs');
    expect([1, 2]).toContain(code);
    expect(stdout).toContain(code === 1 ? 'Slower: ' : 'Inconclusive: ');
    expect(stdout).toContain('stdout differs in line 1: "waited" in the base, "changed" with the change.');
  });

  it('stops a change that hangs, with what it started', async () => {
    const change = ['--set-env', `WAIT=${60 * 60 * 1000}`];
    const { code, stdout } = await verify(...change, ...SIX_PAIRS, '--', 'node', 'app.mjs');
    expect(code).toBe(3);
    expect(stdout).toMatch(/Failed: The change did not end within \d+ s and was stopped/);
  });

  it('says that a change that breaks the program does, with what the program said', async () => {
    write('broken.mjs', `throw new Error('no delay today');\nexport const delay = 1;\n`);
    const { code, stdout } = await verify('--change', 'delay.mjs=broken.mjs', ...SIX_PAIRS, '--', 'node', 'app.mjs');
    expect(code).toBe(3);
    expect(stdout).toContain('With the change the program ended with exit code 1, without it with exit code 0.');
    expect(stdout).toContain('no delay today');
  });

  it('does not take a change for applied that was not', async () => {
    write('other.mjs', 'export {};\n');
    const file = await verify('--change', 'other.mjs=delay.mjs', ...SIX_PAIRS, '--', 'node', 'app.mjs');
    expect(file.code).toBe(3);
    expect(file.stdout).toContain('other.mjs was not loaded as a module, so nothing was changed there.');
    const pool = await verify('--pool-option', 'maxThreads=2', ...SIX_PAIRS, '--', 'node', 'app.mjs');
    expect(pool.code).toBe(3);
    expect(pool.stdout).toContain('No pool was made');
  });

  it('keeps what was measured when it is interrupted, and leaves no process behind', async () => {
    const child = spawn(
      process.execPath,
      [CLI, 'verify', '--set-env', 'WAIT=399', '--any-load', '--budget', '300', '--', 'node', 'app.mjs'],
      { cwd: workspace.dir },
    );
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    while (!stderr.includes('1 pairs: ')) await sleep(20);
    child.kill('SIGINT');
    expect(await ended).toBe(2);
    expect(stdout).toMatch(/Inconclusive: Only \d of at least 6 pairs count: it was interrupted\. So far /);
    expect(existsSync(path('.threadwise/ledger.json'))).toBe(true);
  });

  it.each([
    [['--change', 'delay.mjs'], 64, 'write NAME=VALUE'],
    [['--change', 'none.mjs=delay.mjs'], 64, 'there is no file'],
    [['--pool-option', 'maxThreads=many'], 64, 'the value must be a number'],
    [['--set-env', 'A=1', '--pool-option', 'maxThreads=1'], 64, 'cannot be verified together'],
    [['--pairs', '2', '--set-env', 'A=1'], 64, 'from 6'],
    [[], 64, 'Say what to change'],
    [['--set-env', 'A=1', '--run', 'nowhere'], 65, 'is no run folder'],
  ])('refuses %j with a sentence', async (args, code, message) => {
    const run = await verify(...args, '--', 'node', 'app.mjs');
    expect(run.code).toBe(code);
    expect(run.stderr).toContain(message);
    expect(run.stderr).toMatch(NO_STACK);
  });

  it('says when a command cannot be compared', async () => {
    const missing = await verify('--set-env', 'A=1', '--', 'no-such-program');
    expect(missing.code).toBe(127);
    const shell = await verify('--set-env', 'A=1', '--', 'true');
    expect(shell.code).toBe(65);
    expect(shell.stderr).toContain('started no Node process');
    const long = await verify('--set-env', 'A=1', '--budget', '1', '--', 'node', 'app.mjs');
    expect(long.code).toBe(65);
    expect(long.stderr).toContain('Allow that with --budget');
  });

  it('needs a run to verify a recommendation, and lists what a run has', async () => {
    const none = await verify('pool-size-2');
    expect(none.code).toBe(65);
    expect(none.stderr).toContain('There is no run in');
    await runCli(workspace.dir, ['run', '--quiet', '--', 'node', 'app.mjs']);
    const list = await verify();
    expect(list.code).toBe(0);
    expect(list.stdout).toMatch(/recommendation/i);
    const unknown = await verify('no-such-key');
    expect(unknown.code).toBe(64);
    expect(unknown.stderr).toContain('There is no recommendation no-such-key.');
  });
});
