import { CliError, ExitCode } from './exit-codes.js';
import { findRun } from './find-run.js';
import { makeMemoryPass } from './memory-pass.js';
import { reportRun, type ReportRequest } from './report-run.js';
import { tell } from './finish-run.js';

export interface MemoryFlags extends Pick<ReportRequest, 'json' | 'html' | 'quiet'> {
  nodeModules?: boolean;
}

/** Runs the program of a kept run once more to see how it uses memory, and reports on both. */
export async function memoryCommand(named: string | undefined, { nodeModules, ...flags }: MemoryFlags): Promise<void> {
  const { runDir, record } = await findRun(process.cwd(), named);
  const { command, cwd, wallNs = 0 } = record;
  if (flags.quiet !== true) tell(`Running it once more, untimed and without its output: ${command.join(' ')}`);
  const isRecorded = await makeMemoryPass({ command, cwd, runDir, quiet: flags.quiet, nodeModules }, wallNs);
  if (!isRecorded) {
    throw new CliError(
      ExitCode.NoTrace,
      `Nothing was recorded: "${command.join(' ')}" started no Node program that could be looked at. Does it still run in ${cwd}?`,
    );
  }
  await reportRun({ ...flags, runDir });
}
