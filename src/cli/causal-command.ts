import { openCausalTarget, type CausalTarget } from '../open-causal-target.js';
import { checkCausally, isTooWide, type CausalCheck } from '../verify/causal.js';
import { VerifyError } from '../verify/verify-error.js';
import { CliError, ExitCode } from './exit-codes.js';
import { findRun } from './find-run.js';
import { tell, type Outcome } from './finish-run.js';
import { overlayPath } from './installation.js';
import { interruptible } from './interruptible.js';
import { parsePlace } from './parse-change.js';
import type { VerifyFlags } from './verify-command.js';
import { writeOut } from './write-out.js';

/** Disagreement; too few rounds, or too wide an interval. Agreement, or nothing to compare with, is 0. */
const EXIT_DISAGREES = 1;
const EXIT_INCONCLUSIVE = 2;

/** Slows a part of the kept run's program down and compares what that does with the replay. */
export async function causalCommand(kind: 'lock' | 'task', command: string[], flags: VerifyFlags): Promise<Outcome> {
  const cwd = process.cwd();
  if (kind === 'task' && flags.at !== undefined) {
    throw new CliError(ExitCode.Usage, '--at goes with --causal lock; --causal task slows down all tasks.');
  }
  const run = await findRun(cwd, flags.run);
  const target = await open(run.runDir, kind, flags.at === undefined ? undefined : parsePlace(flags.at, cwd));
  if (flags.quiet !== true) {
    tell(`up to ${(target.addNs / 1000).toFixed(0)} µs more at each of ${target.count} places: ${target.name}`);
  }
  const interrupt = interruptible();
  try {
    const check = await checkCausally({
      command: command.length > 0 ? command : run.record.command,
      cwd: command.length > 0 ? cwd : run.record.cwd,
      env: process.env,
      overlayPath,
      target: { ...target, replayed: 'slope' in target.replayed ? target.replayed : null },
      budgetMs: flags.budget * 1000,
      anyLoad: flags.anyLoad === true,
      signal: interrupt.signal,
      onProgress: (text) => {
        if (flags.quiet !== true) tell(text);
      },
    });
    await writeOut(check, `${describe(check, target)}\n`, flags);
    return {
      exitCode:
        check.observed === null || isTooWide(check.observed)
          ? EXIT_INCONCLUSIVE
          : check.agrees === false
            ? EXIT_DISAGREES
            : 0,
    };
  } catch (error) {
    if (error instanceof VerifyError) throw new CliError(ExitCode.BadInput, error.message, { cause: error });
    throw error;
  } finally {
    interrupt.dispose();
  }
}

async function open(
  runDir: string,
  kind: 'lock' | 'task',
  at: { file: string; line: number } | undefined,
): Promise<CausalTarget> {
  try {
    return await openCausalTarget(runDir, kind, at);
  } catch (error) {
    // Plain errors are sentences for people; the language's own are mistakes of ours.
    if (error instanceof Error && error.constructor === Error) {
      throw new CliError(ExitCode.BadInput, error.message, { cause: error });
    }
    throw error;
  }
}

function describe({ message, sizes }: CausalCheck, { replayed }: CausalTarget): string {
  const lines = sizes.map(
    ({ delayNs, calls, putInNs, timeNs }) =>
      `  ${(delayNs / 1000).toFixed(0)} µs × ${calls}: ${(putInNs / 1e6).toFixed(0)} ms put in, ${(timeNs / 1e6).toFixed(0)} ms in all`,
  );
  const refusal = 'reasons' in replayed ? replayed.reasons.map((reason) => reason.message) : [];
  return [message, ...refusal, ...lines].join('\n');
}
