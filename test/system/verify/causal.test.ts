import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CausalCheck } from '../../../src/verify/causal.js';
import { makeWorkspace, runCli, type Workspace } from '../cli/run-cli.js';

const PROGRAM = join(import.meta.dirname, 'programs/locked.mjs');
const ACQUISITIONS = 400;

let workspace: Workspace;
beforeEach(async () => {
  workspace = makeWorkspace();
  const { code } = await runCli(workspace.dir, ['run', '--quiet', '--', 'node', PROGRAM]);
  expect(code).toBe(0);
});
afterEach(() => workspace.remove());

async function check(...args: string[]): Promise<CausalCheck> {
  const common = ['--any-load', '--budget', '15', '--json', 'out.json'];
  const { code, stderr } = await runCli(workspace.dir, ['verify', ...args, ...common]);
  expect(stderr).toContain('rounds');
  expect([0, 1, 2]).toContain(code);
  return JSON.parse(readFileSync(join(workspace.dir, 'out.json'), 'utf8')) as CausalCheck;
}

it('slows a lock down at every acquisition, by what it was told', async () => {
  const { sizes, target } = await check('--causal', 'lock');
  expect(target).toContain('locked-worker.mjs:');
  expect(sizes.map(({ calls }) => calls)).toEqual([ACQUISITIONS, ACQUISITIONS, ACQUISITIONS]);
  const [none, half, full] = sizes;
  expect(none?.putInNs).toBe(0);
  for (const size of [half, full]) {
    expect(size?.putInNs).toBeGreaterThanOrEqual((size?.delayNs ?? 0) * ACQUISITIONS * 0.99);
  }
  expect(full?.delayNs).toBeGreaterThan(half?.delayNs ?? 0);
});

it('slows all tasks down', async () => {
  const { sizes } = await check('--causal', 'task');
  expect(sizes.map(({ calls }) => calls)).toEqual([ACQUISITIONS, ACQUISITIONS, ACQUISITIONS]);
});

it('says when there is no such lock', async () => {
  const run = await runCli(workspace.dir, ['verify', '--causal', 'lock', '--at', `${PROGRAM}:1`]);
  expect(run.code).toBe(65);
  expect(run.stderr).toContain('No lock of this run was taken at');
});
