import { Command } from 'commander';
import { TOOL_VERSION } from '../report/version.js';
import { endBySignal } from './end-like.js';
import { CliError } from './exit-codes.js';
import { LaunchError } from '../launch/launch-error.js';
import { runCommand, type RunFlags } from './run-command.js';

/** Runs the command line to its end and returns the exit code. */
export async function runCli(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = new Command('threadwise').version(TOOL_VERSION);
  program
    .command('run')
    .argument('<command...>')
    .option('--out <dir>')
    .option('--duration <seconds>', 'stop after so long', Number)
    .option('--quiet')
    .action(async (command: string[], flags: RunFlags) => {
      const result = await runCommand(command, flags);
      if (result.signal !== null) await endBySignal(result.signal);
      exitCode = result.exitCode ?? 0;
    });
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (!(error instanceof CliError || error instanceof LaunchError)) throw error;
    process.stderr.write(`threadwise: ${error.message}\n`);
    exitCode = error instanceof CliError ? error.exitCode : 70;
  }
  return exitCode;
}
