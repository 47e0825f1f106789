import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import type { DriverResult } from '../../../src/pool/driver-result.js';
import { ROOT, makeWorkspace } from '../cli/run-cli.js';
import { NODE_MAJORS, installNode } from '../node-versions.mts';

const run = promisify(execFile);
const DRIVER = join(ROOT, 'dist/threadwise-pool/driver.js');
const { dir, remove } = makeWorkspace();
afterAll(remove);

async function drive(node: string, threads: number): Promise<DriverResult & { printed: string }> {
  const result = join(dir, 'result.json');
  const sample = join(ROOT, 'media/sample/agents.workload.ts');
  const { NODE_OPTIONS: _, ...env } = process.env;
  const { stdout, stderr } = await run(node, [DRIVER, sample, '--threads', String(threads), '--result', result], {
    env,
  });
  return { ...(JSON.parse(readFileSync(result, 'utf8')) as DriverResult), printed: stdout + stderr };
}

describe.each(NODE_MAJORS)('the sample on Node %i', (major) => {
  it('gives the same results inline and on threads, and prints nothing', async () => {
    const node = await installNode(major);
    const inline = await drive(node, 0);
    const pooled = await drive(node, 3);
    expect(inline).toMatchObject({ threads: 0, agents: 64, printed: '' });
    expect(pooled).toMatchObject({ threads: 3, agents: 64, printed: '', checksum: inline.checksum });
    expect(pooled.tasks).toBe(64 * pooled.rounds.filter(({ warmup }) => !warmup).length);
    expect(pooled.latenciesNs).toHaveLength(pooled.tasks);
  });
});
