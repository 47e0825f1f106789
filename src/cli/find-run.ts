import { readFile, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { RUN_RECORD_FILE, type RunRecord } from '../launch/run-record.js';
import { CliError, ExitCode } from './exit-codes.js';
import { HOME_FOLDER } from './run-folder.js';

export interface FoundRun {
  runDir: string;
  record: RunRecord;
}

/**
 * A kept run: of the folder or by the id that is named, else the latest here.
 * @throws CliError when there is none
 */
export async function findRun(cwd: string, named: string | undefined): Promise<FoundRun> {
  const runDir = named === undefined ? await findLatest(cwd) : resolve(cwd, named);
  const folders = named === undefined ? [runDir] : [runDir, join(cwd, HOME_FOLDER, 'runs', named)];
  for (const folder of folders) {
    const record = await readRecord(folder);
    if (record !== undefined) return { runDir: folder, record };
  }
  throw new CliError(
    ExitCode.BadInput,
    `${runDir} is no run folder: it has no ${RUN_RECORD_FILE} that can be read. List the runs: threadwise list`,
  );
}

/** Undefined where the folder is none of a run. */
async function readRecord(runDir: string): Promise<RunRecord | undefined> {
  try {
    const record = JSON.parse(await readFile(join(runDir, RUN_RECORD_FILE), 'utf8')) as RunRecord;
    return Array.isArray(record.command) && typeof record.cwd === 'string' ? record : undefined;
  } catch {
    return undefined;
  }
}

async function findLatest(cwd: string): Promise<string> {
  const runs = join(cwd, HOME_FOLDER, 'runs');
  const names = (await readdir(runs).catch(() => [])).sort((a, b) => a.localeCompare(b));
  const latest = names.at(-1);
  if (latest !== undefined) return join(runs, latest);
  throw new CliError(
    ExitCode.BadInput,
    `There is no run in ${runs}. Make one first: threadwise run -- node app.js. Or name the command to try: threadwise verify --set-env A=b -- node app.js`,
  );
}
