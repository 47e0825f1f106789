import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RUN_RECORD_FILE, type RunRecord } from '../launch/run-record.js';
import type { Report } from '../report/report.js';
import { showPath } from './report-run.js';
import { HOME_FOLDER } from './run-folder.js';

/** Prints the runs kept under a folder, oldest first, each with what was found first. */
export async function listRuns(cwd: string): Promise<void> {
  const folder = join(cwd, HOME_FOLDER, 'runs');
  const names = (await readdir(folder).catch(() => [])).sort((a, b) => a.localeCompare(b));
  if (names.length === 0) {
    process.stdout.write(`No runs in ${folder}. Make one: threadwise run -- node app.js\n`);
    return;
  }
  for (const name of names) process.stdout.write(`${await describeRun(join(folder, name), name)}\n`);
}

async function describeRun(runDir: string, name: string): Promise<string> {
  const run = await readJson<RunRecord>(join(runDir, RUN_RECORD_FILE));
  const report = await readJson<Report>(join(runDir, 'report.json'));
  const [first] = report?.findings ?? [];
  const found = first?.title ?? report?.verdicts?.[0]?.message ?? 'no report';
  return `${name}  ${(run?.command ?? []).join(' ') || '(not recorded)'}\n    ${found}\n    ${showPath(runDir)}`;
}

async function readJson<Content>(file: string): Promise<Partial<Content> | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Partial<Content>;
  } catch {
    return undefined; // never written, or not whole: the list says so
  }
}
