import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import spawn from 'cross-spawn';
import { forwardSignals } from './forward-signals.js';
import { LaunchError, systemCode } from './launch-error.js';
import { rememberTree, stopTree } from './stop-tree.js';

/** Between asking a stopped program to end and ending it. */
const GRACE_MS = 2000;
/** Output may still be in the pipes when the program has ended; its own background processes may hold them open for ever. */
const DRAIN_MS = 500;

export interface RunOptions {
  command: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Text in `env` that tells this run's processes from all others; see `findTree`. */
  mark?: string | undefined;
  /** Stops the program after so long. */
  durationMs?: number | undefined;
  /** Stops the program when aborted. */
  signal?: AbortSignal | undefined;
  /** `inherit`: the program is the foreground program of our terminal, as if we were not there. */
  stdio: 'inherit' | { onStdout: (chunk: Buffer) => void; onStderr: (chunk: Buffer) => void };
}

export interface RunResult {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  /** From just before the spawn to the exit of the command. */
  wallNs: number;
  /** Whether it was made to end: see `stopCause`. */
  stoppedByUs: boolean;
  /** Its time was up, the caller aborted, or a signal to us asked for the end of the whole run. */
  stopCause?: StopCause;
  /** The same in words, as the rest of a sentence that begins "stopped": "after 10 s". */
  reason?: string;
}

export type StopCause = 'time' | 'request' | 'signal';

/**
 * Runs a command to its end, or until it is stopped; a stop ends everything it started.
 * @throws LaunchError when it cannot be started.
 */
export async function runProcess(options: RunOptions): Promise<RunResult> {
  const { command, mark, durationMs, signal } = options;
  if (signal?.aborted === true)
    return {
      exitCode: null,
      signal: null,
      wallNs: 0,
      ...describeStop({ cause: 'request', reason: 'before it began' }),
    };
  const startNs = process.hrtime.bigint();
  const child = spawnCommand(options);
  const ended = waitForEnd(child, startNs);

  let stopped: Stop | undefined;
  let stopping: Promise<void> | undefined;
  const { pid: rootPid } = child;
  const known = new Map<number, string | undefined>(rootPid === undefined ? [] : [[rootPid, undefined]]);
  const stop = (cause: StopCause, reason: string): void => {
    stopped ??= { cause, reason };
    if (rootPid !== undefined) stopping ??= stopTree({ rootPid, known, mark, graceMs: GRACE_MS });
  };
  const onAbort = (): void => stop('request', 'on request');
  signal?.addEventListener('abort', onAbort);
  const timer =
    durationMs === undefined ? undefined : setTimeout(stop, durationMs, 'time', `after ${durationMs / 1000} s`);
  const forwarding =
    options.stdio === 'inherit'
      ? forwardSignals(child, {
          onEnding: () => void rememberTree(known, mark),
          onImpatience: () => stop('signal', 'by three interrupts'),
        })
      : undefined;
  try {
    const { exitCode, signal: endSignal, wallNs } = await ended;
    const interruptedBy = forwarding?.seen();
    // The program has ended by a signal meant for the whole run: what it leaves behind ends with it.
    if (interruptedBy !== undefined) stop('signal', `by ${interruptedBy}`);
    await stopping;
    return { exitCode, signal: endSignal, wallNs, ...describeStop(stopped) };
  } catch (error) {
    throw explainSpawnError(error, command[0] ?? '', options.cwd);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    forwarding?.dispose();
  }
}

interface Stop {
  cause: StopCause;
  reason: string;
}

function describeStop(stop: Stop | undefined): Pick<RunResult, 'stoppedByUs' | 'stopCause' | 'reason'> {
  return stop === undefined
    ? { stoppedByUs: false }
    : { stoppedByUs: true, stopCause: stop.cause, reason: stop.reason };
}

function spawnCommand({ command, cwd, env, stdio }: RunOptions): ChildProcess {
  const [file = '', ...args] = command;
  if (stdio === 'inherit') return spawn(file, args, { cwd, env, stdio: 'inherit' });
  // A group of its own: a Ctrl-C meant for us, in whatever terminal we run, is not meant for the program.
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true, windowsHide: true });
  child.stdout?.on('data', stdio.onStdout);
  child.stderr?.on('data', stdio.onStderr);
  return child;
}

type End = Pick<RunResult, 'exitCode' | 'signal' | 'wallNs'>;

function waitForEnd(child: ChildProcess, startNs: bigint): Promise<End> {
  return new Promise((resolve, reject) => {
    const closed = new Promise<void>((done) => child.once('close', () => done()));
    child.once('error', reject);
    child.once('exit', (exitCode, signal) => {
      const wallNs = Number(process.hrtime.bigint() - startNs);
      void Promise.race([closed, sleep(DRAIN_MS)]).then(() => resolve({ exitCode, signal, wallNs }));
    });
  });
}

function explainSpawnError(error: unknown, file: string, cwd: string): unknown {
  const code = systemCode(error);
  if (code === 'ENOENT') {
    return new LaunchError(
      'command-not-found',
      `Cannot start "${file}": there is no such program on the PATH or in ${cwd}. Check its spelling.`,
      { cause: error },
    );
  }
  if (code === 'EACCES') {
    return new LaunchError(
      'command-not-executable',
      `Cannot start "${file}": it is not executable. A script needs its interpreter in front: node ${file}.`,
      { cause: error },
    );
  }
  if (code === '') return error;
  return new LaunchError('spawn-failed', `Cannot start "${file}" in ${cwd}: ${code}.`, { cause: error });
}
