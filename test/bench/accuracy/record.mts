/** Profiles of the programs that predictions start from, by the built command line. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { waitUntilQuiet } from './observe.mts';

const CLI = join(import.meta.dirname, '../../../dist/cli.js');
const TIMEOUT_MS = 300_000;

/** The run's folder, which is `runDir`. @throws Error when the program cannot be profiled */
export async function record(file: string, runDir: string): Promise<string> {
  if (existsSync(runDir)) return runDir;
  if (!existsSync(CLI)) throw new Error('The command line is not built: run npm run build first.');
  const unfinished = `${runDir}.part`;
  await rm(unfinished, { recursive: true, force: true });
  await waitUntilQuiet();
  const args = [CLI, 'run', '--quiet', '--out', unfinished, '--', process.execPath, file];
  const { status, stderr, error } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: TIMEOUT_MS });
  if (status !== 0) throw new Error(`${file} under threadwise ended with ${status ?? String(error)}: ${stderr}`);
  await rename(unfinished, runDir);
  return runDir;
}
