// The Nodes that Threadwise supports, fetched from the package registry on first use and kept in .node-versions/.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CACHE = join(import.meta.dirname, '../../.node-versions');
const BINARY = process.platform === 'win32' ? 'node.exe' : 'node';

export const NODE_VERSIONS = { 20: '20.20.2', 22: '22.23.3', 24: '24.21.0', 26: '26.10.0' } as const;
export type NodeMajor = keyof typeof NODE_VERSIONS;
export const NODE_MAJORS = Object.keys(NODE_VERSIONS).map(Number) as NodeMajor[];

/** The path of that Node's executable. */
export async function installNode(major: NodeMajor): Promise<string> {
  const version = NODE_VERSIONS[major];
  const executable = join(CACHE, `${version}-${process.platform}-${process.arch}`, BINARY);
  if (!existsSync(executable)) await fetchNode(version, join(executable, '..'));
  return executable;
}

async function fetchNode(version: string, target: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const unfinished = await mkdtemp(join(CACHE, 'unfinished-'));
  try {
    const platform = process.platform === 'win32' ? 'win' : process.platform;
    const { stdout } = await run('npm', ['pack', '--silent', `node-${platform}-${process.arch}@${version}`], {
      cwd: unfinished,
      shell: process.platform === 'win32',
    });
    await run('tar', ['-xzf', stdout.trim(), `package/bin/${BINARY}`], { cwd: unfinished });
    await rename(join(unfinished, 'package/bin'), target);
  } catch (error) {
    // Another test file may have been faster.
    if (!existsSync(target)) throw error;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}
