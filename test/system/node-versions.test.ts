import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { installNode, NODE_MAJORS, NODE_VERSIONS } from './node-versions.mts';

const run = promisify(execFile);
const DIST = join(import.meta.dirname, '../../dist');

describe.each(NODE_MAJORS)('Node %i', (major) => {
  it('is there', async () => {
    const { stdout } = await run(await installNode(major), ['--version']);
    expect(stdout.trim()).toBe(`v${NODE_VERSIONS[major]}`);
  });

  it('runs the built command line', async () => {
    const { stdout, stderr } = await run(await installNode(major), [join(DIST, 'cli.js'), '--help']);
    expect(stdout).toMatch(/^Usage: threadwise/);
    expect(stderr).toBe('');
  });
});
