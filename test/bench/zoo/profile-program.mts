import { spawnSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../../../src/report/report.ts';

const CLI = join(import.meta.dirname, '../../../dist/cli.js');
const TIMEOUT_MS = 300_000;

/**
 * Runs a program under the built command line and reads the report it wrote.
 * @param pass what it takes to see what is wrong with it
 */
export async function profileProgram(file: string, scratch: string, pass: 'timing' | 'memory'): Promise<Report> {
  const json = join(scratch, 'report.json');
  const out = join(scratch, 'run');
  await rm(out, { recursive: true, force: true });
  await rm(json, { force: true });
  const memory = pass === 'memory' ? 'always' : 'never';
  const options = ['--quiet', '--memory', memory, '--json', json, '--out', out];
  const args = [CLI, 'run', ...options, '--', process.execPath, file];
  const { status, stderr, error } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: TIMEOUT_MS });
  if (status !== 0) throw new Error(`${file} under threadwise ended with ${status ?? String(error)}: ${stderr}`);
  return JSON.parse(await readFile(json, 'utf8')) as Report;
}
