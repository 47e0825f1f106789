import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runProcess } from '../launch/run-process.js';
import type { DriverResult } from '../pool/driver-result.js';
import { CliError, ExitCode } from './exit-codes.js';
import { driverPath } from './installation.js';
import { interruptible } from './interruptible.js';

/** What a failing run said last is enough; a run that prints for ever must not fill our memory. */
const KEPT_STDERR = 16_384;

/** 128 + SIGINT, as a shell has it. */
const INTERRUPTED = 130;

export interface CurveRequest {
  /** The workload, absolute. */
  file: string;
  cwd: string;
  /** Holds results for a moment. */
  runDir: string;
  threads: readonly number[];
  repeats: number;
  durationMs: number | undefined;
  /** Called with a line of progress before each run. */
  report: (line: string) => void;
}

/**
 * Runs a workload `repeats` times at each thread count, without the probe. The counts take turns, every other turn
 * backwards, so that a machine that warms up or slows down does so for all of them.
 * @throws CliError when a run fails: with what it said, and its exit code.
 */
export async function measureCurve(request: CurveRequest): Promise<DriverResult[]> {
  const turns = Array.from({ length: request.repeats }, (_, turn) =>
    turn % 2 === 0 ? request.threads : request.threads.toReversed(),
  ).flat();
  const results: DriverResult[] = [];
  for (const [index, threads] of turns.entries()) {
    const name = threads === 0 ? 'inline' : `${threads} thread${threads === 1 ? '' : 's'}`;
    request.report(`timing ${index + 1} of ${turns.length}: ${name}`);
    results.push(await timeOnce(request, threads));
  }
  return results;
}

async function timeOnce({ file, cwd, runDir, durationMs }: CurveRequest, threads: number): Promise<DriverResult> {
  const resultFile = join(runDir, 'timing.json');
  let stderr = '';
  const interrupt = interruptible();
  try {
    const { exitCode, signal, reason, stopCause } = await runProcess({
      command: [process.execPath, driverPath, file, '--threads', String(threads), '--result', resultFile],
      cwd,
      env: process.env,
      durationMs,
      signal: interrupt.signal,
      stdio: { onStdout: () => {}, onStderr: (chunk) => (stderr = (stderr + chunk.toString()).slice(-KEPT_STDERR)) },
    });
    if (exitCode === 0) return JSON.parse(await readFile(resultFile, 'utf8')) as DriverResult;
    if (stopCause === 'request') throw new CliError(INTERRUPTED, 'Interrupted; nothing was profiled.');
    const ended = reason === undefined ? (signal ?? `exit code ${exitCode}`) : `stopped ${reason}`;
    throw new CliError(
      exitCode ?? ExitCode.BadInput,
      `The workload did not end well with --threads ${threads}: ${ended}.\n${stderr.trimEnd()}`.trimEnd(),
    );
  } finally {
    interrupt.dispose();
    await rm(resultFile, { force: true });
  }
}
