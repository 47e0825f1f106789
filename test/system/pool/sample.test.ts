import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Report } from '../../../src/report/report.js';
import { ROOT, makeWorkspace, runCli } from '../cli/run-cli.js';

const { dir, remove } = makeWorkspace();
afterAll(remove);

it('the sample is profiled with its tasks, its agents and its scalability', async () => {
  const sample = join(ROOT, 'media/sample/agents.workload.ts');
  const run = await runCli(dir, ['run', sample, '--threads', '1,2', '--repeats', '1', '--json', 'report.json']);
  expect(run).toMatchObject({ code: 0, stdout: '' });
  const report = JSON.parse(readFileSync(join(dir, 'report.json'), 'utf8')) as Report;
  // 64 agents, 19 measured rounds.
  expect(report.keyFigures.tasks).toBe(1216);
  expect(report.keyFigures.latencyByAgent).toHaveLength(64);
  expect(report.threads.filter(({ origin }) => origin === 'piscina')).toHaveLength(2);
  expect(report.scalability.map(({ threads }) => threads)).toEqual([1, 2]);
  // Our own pool is not the user's code: no finding may stand in it.
  expect(
    report.findings.map(({ site }) => site?.file ?? '').filter((file) => file.includes('threadwise-pool')),
  ).toEqual([]);
  const [first] = report.findings;
  expect(first).toMatchObject({
    id: 'contended-lock',
    site: { label: expect.stringContaining('blackboard.ts') as string },
  });
  expect(first?.waitsFor.length).toBeGreaterThan(0);
});
