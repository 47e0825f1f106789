import type { LaunchResult } from '../launch/launch.js';
import { CliError, ExitCode } from './exit-codes.js';
import { explainNoTrace } from './explain-no-trace.js';
import { reportRun, showPath, type ReportRequest } from './report-run.js';

/** How the CLI ends. */
export interface Outcome {
  exitCode: number;
  /** End by this signal instead. */
  signal?: NodeJS.Signals;
}

/**
 * Reports on a run that has ended and says how to end like it. What we could not do is told, and decides the exit code only
 * when the program itself was fine.
 */
export async function finishRun(result: LaunchResult, command: string[], request: ReportRequest): Promise<Outcome> {
  const { traces, notStored } = result;
  const failures = notStored.map((message) => new CliError(ExitCode.CannotWrite, message));
  if (traces.length === 0) {
    failures.push(explainNoTrace(command, process.env));
  } else {
    try {
      await reportRun(request);
    } catch (error) {
      failures.push(toCliError(error, request.runDir));
    }
  }
  if (result.stoppedByUs && request.quiet !== true) tell(`The program was stopped ${result.reason ?? ''}.`);
  for (const { message } of failures) tell(message);
  return endLike(result, failures[0]?.exitCode ?? 0);
}

export function tell(message: string): void {
  process.stderr.write(`threadwise: ${message}\n`);
}

/** A failure of ours, as a sentence: never a stack. */
export function toCliError(error: unknown, runDir?: string): CliError {
  if (error instanceof CliError) return error;
  const kept = runDir === undefined ? '' : ` What was recorded is kept in ${showPath(runDir)}.`;
  return new CliError(
    ExitCode.Internal,
    `This is a mistake in Threadwise, please report it: ${error instanceof Error ? error.message : String(error)}.${kept}`,
    { cause: error },
  );
}

function endLike({ exitCode, signal, stopCause }: LaunchResult, ours: number): Outcome {
  // What --duration asked for has been done.
  if (stopCause === 'time') return { exitCode: ours };
  if (signal !== null) return { exitCode: ours, signal };
  return { exitCode: exitCode === 0 || exitCode === null ? ours : exitCode };
}
