import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { LaunchError, type LaunchErrorCode } from '../launch/launch-error.js';
import { TOOL_VERSION } from '../report/version.js';
import { CliError, ExitCode } from './exit-codes.js';
import { tell, toCliError, type Outcome } from './finish-run.js';
import { isWorkloadFile } from './is-workload-file.js';
import { listRuns } from './list-runs.js';
import { memoryCommand, type MemoryFlags } from './memory-command.js';
import { MEMORY_CHOICES } from './memory-pass.js';
import { parsePairs, parseRepeats, parseSeconds, parseThreads } from './parse-options.js';
import { reportAgain } from './report-command.js';
import type { ReportRequest } from './report-run.js';
import { runCommand } from './run-command.js';
import { runWorkload, type WorkloadFlags } from './run-workload.js';
import { verifyCommand, type VerifyFlags } from './verify-command.js';

const DEFAULT_REPEATS = 3;

const EXIT_CODES = `
Exit code: the target's own; of Threadwise: 64 bad usage, 65 bad workload or trace, 69 nothing was recorded,
73 cannot write, 78 Node is too old, 126 not executable, 127 not found (docs/cli.md).`;

const DEFAULT_BUDGET_S = 60;
const VERIFY_EXIT_CODES = `
Exit code: 0 a gain, 1 no change or a loss, 2 inconclusive, 3 the change failed or could not be applied.`;

/** An option that may be given again. */
function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}

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
    .addOption(
      new Option(
        '--memory <when>',
        'run it once more to see how it uses memory; auto: where it computes in its own code',
      )
        .choices(MEMORY_CHOICES)
        .default('auto'),
    )
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
    .command('memory')
    .description('run the program of a kept run once more, untimed, to see how it uses memory, and report on both')
    .argument('[run folder]', 'default: the latest')
    .option('--node-modules', 'look at packages too')
    .option('--json <file>', 'write the report as JSON; - is stdout')
    .option('--html <file>', 'write the report as a page')
    .option('--quiet', 'print no report and no progress')
    .action((run: string | undefined, flags: MemoryFlags) => memoryCommand(run, flags));
  program
    .command('verify')
    .description('re-run a kept run with and without a change, in turns, and say what it gained')
    .usage('[recommendation] [options] [-- <command...>]')
    .argument('[recommendation]', 'its key or number in the report; without one and without a change: list them')
    .argument('[command...]', 'after --: run this instead of the command of the run')
    .option('--run <dir>', 'the kept run; default the latest')
    .option('--change <file=replacement>', 'put the content of another file in place of a module as it loads', collect)
    .option('--set-env <name=value>', 'set an environment variable', collect)
    .option('--pool-option <name=number>', 'set an option of pools, for instance maxThreads=2', collect)
    .option(
      '--at <file:line>',
      'with --pool-option: only the pool made there; with --causal lock: the lock taken there',
    )
    .addOption(
      new Option(
        '--causal <what>',
        'no change: slow the lock (of --at, or the one most waited for) or all tasks down, and compare with the replay',
      ).choices(['lock', 'task']),
    )
    .option('--pairs <n>', 'run so many pairs; default until the interval is within 3 %', parsePairs)
    .option('--budget <seconds>', 'begin no pair that would end later', parseSeconds, DEFAULT_BUDGET_S)
    .option('--any-load', 'count pairs even when other programs use more than 10 % of the machine meanwhile')
    .option('--json <file>', 'write the outcome as JSON; - is stdout')
    .option('--quiet', 'print no progress and no outcome')
    .addHelpText('after', VERIFY_EXIT_CODES)
    .action(async (_what: string | undefined, _command: string[], flags: VerifyFlags, { args }: Command) => {
      // Commander does not say on which side of -- a word stood.
      const behind = hasDashes ? argv.length - argv.indexOf('--') - 1 : 0;
      const before = args.slice(0, args.length - behind);
      if (before.length > 1)
        throw new CliError(ExitCode.Usage, `Put -- in front of the command: threadwise verify -- ${before.join(' ')}`);
      outcome = await verifyCommand(before[0], args.slice(args.length - behind), flags);
    });
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
