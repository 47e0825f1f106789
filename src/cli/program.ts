import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import { LaunchError, type LaunchErrorCode } from '../launch/launch-error.js';
import { TOOL_VERSION } from '../report/version.js';
import { CliError, ExitCode } from './exit-codes.js';
import { tell, toCliError, type Outcome } from './finish-run.js';
import { isWorkloadFile } from './is-workload-file.js';
import { listRuns } from './list-runs.js';
import { parseRepeats, parseSeconds, parseThreads } from './parse-options.js';
import { reportAgain } from './report-command.js';
import type { ReportRequest } from './report-run.js';
import { runCommand } from './run-command.js';
import { runWorkload, type WorkloadFlags } from './run-workload.js';

const DEFAULT_REPEATS = 3;

const EXIT_CODES = `
Exit code: the target's own; of Threadwise: 64 bad usage, 65 bad workload or trace, 69 nothing was recorded,
73 cannot write, 78 Node is too old, 126 not executable, 127 not found (docs/cli.md).`;

/** Runs the command line to its end and says how to end. Never throws. */
export async function runCli(argv: readonly string[]): Promise<Outcome> {
  let outcome: Outcome = { exitCode: 0 };
  const hasDashes = argv.includes('--');
  const program = new Command('threadwise')
    .description('Shows what keeps the threads of a Node program from working.')
    .version(TOOL_VERSION)
    .exitOverride()
    .addHelpText('after', EXIT_CODES);
  program
    .command('run')
    .description('profile a program, or an agent workload file')
    .usage('[options] -- <command...>\n       threadwise run [options] <file.workload.ts>')
    .argument('<command...>', 'the command as you would type it, or a workload file')
    .option(
      '--threads <list>',
      'workload files: thread counts to compare, 0 = inline; the highest is profiled',
      parseThreads,
    )
    .option('--repeats <n>', 'workload files: timing runs at each thread count', parseRepeats, DEFAULT_REPEATS)
    .option('--duration <seconds>', 'stop the program after so long', parseSeconds)
    .option('--json <file>', 'write the report as JSON')
    .option('--html <file>', 'write the report as a page')
    .option('--out <dir>', 'keep the run here instead of .threadwise/runs/<time>')
    .option('--quiet', 'print no report and no progress')
    .action(async (command: string[], flags: Omit<WorkloadFlags, 'threads'> & { threads?: number[] }) => {
      outcome = await runAny(command, hasDashes, { ...flags, threads: flags.threads ?? [] });
    });
  program
    .command('report')
    .description('analyse a kept run, or one trace file, again')
    .argument('<run folder or trace>')
    .option('--json <file>', 'write the report as JSON; - is stdout')
    .option('--html <file>', 'write the report as a page')
    .option('--quiet', 'print no report')
    .action((path: string, flags: Pick<ReportRequest, 'json' | 'html' | 'quiet'>) => reportAgain(path, flags));
  program
    .command('list')
    .description('list the runs kept in this folder')
    .action(() => listRuns(process.cwd()));
  try {
    await program.parseAsync(argv);
    return outcome;
  } catch (error) {
    return explainFailure(error);
  }
}

/** Without `--` there is one file, and it must be a workload: options may stand behind it. */
async function runAny(command: string[], hasDashes: boolean, flags: WorkloadFlags): Promise<Outcome> {
  if (flags.json === '-') {
    throw new CliError(ExitCode.Usage, '--json - cannot be used with run: stdout belongs to the program. Name a file.');
  }
  const [first = ''] = command;
  if (hasDashes || !(command.length === 1 && isWorkloadFile(resolve(first)))) {
    checkCommand(command, hasDashes, flags);
    const { threads: _, repeats: __, ...runFlags } = flags;
    return runCommand(command, runFlags);
  }
  const file = resolve(first);
  if (!existsSync(file)) throw new CliError(ExitCode.BadInput, `There is no workload file ${file}. Check the path.`);
  return runWorkload(file, flags);
}

function checkCommand(command: string[], hasDashes: boolean, flags: WorkloadFlags): void {
  const shown = command.join(' ');
  if (!hasDashes) {
    const isScript = /\.[cm]?[jt]sx?$/.test(command[0] ?? '');
    throw new CliError(
      ExitCode.Usage,
      isScript
        ? `${shown} is no workload file (it exports no worker and agents by default). To profile it as a program: threadwise run -- node ${shown}`
        : `Put -- in front of the command: threadwise run -- ${shown}`,
    );
  }
  if (flags.threads.length > 0) {
    throw new CliError(ExitCode.Usage, '--threads needs a workload file; a program decides on its threads itself.');
  }
}

const LAUNCH_EXIT_CODES: Record<LaunchErrorCode, number> = {
  'command-not-found': ExitCode.NotFound,
  'command-not-executable': ExitCode.NotExecutable,
  'spawn-failed': ExitCode.NotExecutable,
  'cannot-write': ExitCode.CannotWrite,
};

function explainFailure(error: unknown): Outcome {
  if (error instanceof CommanderError) {
    // It has told the user itself; 0 = help or version.
    return { exitCode: error.exitCode === 0 ? 0 : ExitCode.Usage };
  }
  if (error instanceof LaunchError) {
    tell(error.message);
    return { exitCode: LAUNCH_EXIT_CODES[error.code] };
  }
  const failure = toCliError(error);
  tell(failure.message);
  return { exitCode: failure.exitCode };
}
