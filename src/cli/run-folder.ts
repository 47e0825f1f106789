import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { explainWriteError, systemCode } from '../launch/launch-error.js';
import { makeFolder } from '../launch/make-folder.js';
import { RUN_RECORD_FILE } from '../launch/run-record.js';
import { CliError, ExitCode } from './exit-codes.js';

/** Under the working directory; holds all runs of a workspace. */
export const HOME_FOLDER = '.threadwise';

/**
 * Makes the folder of a new run: `out`, or one named after the time under `.threadwise/runs`.
 * @throws CliError when it cannot be made, or `out` holds a run already.
 */
export async function createRunFolder(cwd: string, out: string | undefined, now: Date): Promise<string> {
  const wanted = out === undefined ? join(cwd, HOME_FOLDER, 'runs', nameByTime(now)) : resolve(cwd, out);
  try {
    if (out === undefined) {
      await makeFolder(dirname(wanted));
      await ignoreHome(cwd);
      return await makeUnique(wanted);
    }
    await makeFolder(wanted);
  } catch (error) {
    throw new CliError(ExitCode.CannotWrite, `Cannot make the run folder ${wanted}: ${explainWriteError(error)}`, {
      cause: error,
    });
  }
  if (existsSync(join(wanted, RUN_RECORD_FILE))) {
    throw new CliError(
      ExitCode.CannotWrite,
      `There is a run in ${wanted} already. Delete it, or choose another folder with --out.`,
    );
  }
  return wanted;
}

/** Results are kept out of version control without touching the user's own ignore file. */
export async function ignoreHome(cwd: string): Promise<void> {
  await makeFolder(join(cwd, HOME_FOLDER));
  await writeFile(join(cwd, HOME_FOLDER, '.gitignore'), '*\n');
}

/** Where the costs of this machine are kept: with the runs, or, when those are kept elsewhere, out of the user's way. */
export function machineFileOf(cwd: string, out: string | undefined): string {
  return out === undefined ? join(cwd, HOME_FOLDER, 'machine.json') : join(tmpdir(), 'threadwise-machine.json');
}

async function makeUnique(wanted: string): Promise<string> {
  for (let number = 1; ; number++) {
    const folder = number === 1 ? wanted : `${wanted}-${number}`;
    try {
      await mkdir(folder);
      return folder;
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
  }
}

/** 20261123-204312: sorts by time, local as people read it. */
function nameByTime(now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `${day}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}
