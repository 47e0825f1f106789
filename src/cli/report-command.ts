import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { CliError, ExitCode } from './exit-codes.js';
import { reportRun, type ReportRequest } from './report-run.js';

/** Analyses a kept run, or a single trace, again. */
export async function reportAgain(path: string, flags: Pick<ReportRequest, 'json' | 'html' | 'quiet'>): Promise<void> {
  const target = resolve(path);
  const found = await stat(target).catch(() => undefined);
  if (found === undefined) {
    throw new CliError(ExitCode.BadInput, `There is no run folder or trace ${target}. List the runs: threadwise list`);
  }
  if (!found.isDirectory() && !target.endsWith('.twtrace')) {
    throw new CliError(
      ExitCode.BadInput,
      `${target} is no Threadwise trace. Name a .twtrace file, or the folder of a run.`,
    );
  }
  if (found.isDirectory()) await reportRun({ ...flags, runDir: target });
  else await reportRun({ ...flags, runDir: dirname(target), traceName: basename(target) });
}
