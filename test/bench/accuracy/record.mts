/** Profiles of the programs that predictions start from, by the built command line. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Report } from '../../../src/report/report.ts';
import { waitUntilQuiet } from './observe.mts';

const CLI = join(import.meta.dirname, '../../../dist/cli.js');
const TIMEOUT_MS = 300_000;
/** A profile that others disturbed more is refused; people would profile again, and so often does this. */
const FOREIGN_LIMIT = 0.1;
const MAX_ATTEMPTS = 3;
const PATIENCE_MS = 10_000;

/** Writes the run's folder, the least disturbed of the attempts. @throws Error when the program cannot be profiled */
export async function record(file: string, runDir: string): Promise<void> {
  if (!existsSync(CLI)) throw new Error('The command line is not built: run npm run build first.');
  const attempt = `${runDir}.part`;
  let least = Infinity;
  for (let count = 0; count < MAX_ATTEMPTS && least > FOREIGN_LIMIT; count++) {
    await rm(attempt, { recursive: true, force: true });
    await waitUntilQuiet(PATIENCE_MS);
    const foreign = await profile(file, attempt);
    if (foreign >= least) continue;
    least = foreign;
    await rm(runDir, { recursive: true, force: true });
    await rename(attempt, runDir);
  }
  await rm(attempt, { recursive: true, force: true });
}

/** @returns what others used of the CPU meanwhile, 0..1; 0 where the platform does not tell */
async function profile(file: string, runDir: string): Promise<number> {
  const json = `${runDir}.json`;
  const args = [
    CLI,
    'run',
    '--quiet',
    '--memory',
    'never',
    '--json',
    json,
    '--out',
    runDir,
    '--',
    process.execPath,
    file,
  ];
  const { status, stderr, error } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: TIMEOUT_MS });
  if (status !== 0) throw new Error(`${file} under threadwise ended with ${status ?? String(error)}: ${stderr}`);
  const { dataQuality } = JSON.parse(await readFile(json, 'utf8')) as Report;
  await rm(json);
  return dataQuality.foreignCpuShare ?? 0;
}
