import { access, mkdir, readdir } from 'node:fs/promises';
import { constants } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { finishTrace } from './finish-trace.js';
import { LaunchError, explainWriteError, systemCode } from './launch-error.js';
import { probeEnvironment } from './probe-environment.js';
import { runProcess, type RunOptions, type RunResult } from './run-process.js';
import { writeRunRecord, type RunRecord } from './run-record.js';

/** What one process's trace may take on disk unless said otherwise. */
const DEFAULT_MAX_TRACE_BYTES = 1 << 30;

export interface LaunchOptions {
  command: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Absolute path of the built probe.cjs. */
  probePath: string;
  /** Where the run is kept; made when missing. */
  runDir: string;
  toolVersion: string;
  /** Pool threads, when a workload file is profiled; only noted. */
  threads?: number;
  /** Stops the program after so long. */
  durationMs?: number;
  /** Stops the program, and all it started, when aborted. */
  signal?: AbortSignal;
  stdio: RunOptions['stdio'];
}

export interface LaunchResult {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  /** From just before the spawn to the exit of the command. */
  wallNs: number;
  /** Absolute paths of the traces, one for each process the probe was loaded into. */
  traces: string[];
  stoppedByUs: boolean;
  reason?: string;
  /** Why run.json or the end of a trace could not be written, in a sentence; the traces are there nevertheless. */
  notStored?: string;
}

/**
 * Runs a command with the probe and leaves its traces and run.json in `runDir`.
 * @throws LaunchError when the command cannot be started or `runDir` cannot be written.
 */
export async function launch(options: LaunchOptions): Promise<LaunchResult> {
  const runDir = resolve(options.runDir);
  const { command, cwd, stdio, durationMs, signal } = options;
  const record: RunRecord = {
    id: basename(runDir),
    toolVersion: options.toolVersion,
    command,
    cwd,
    startedAt: new Date().toISOString(),
    ...(options.threads !== undefined && { threads: options.threads }),
  };
  await prepareFolder(runDir, record);

  const env = probeEnvironment(options.env, {
    dir: runDir,
    probe: options.probePath,
    maxBytes: DEFAULT_MAX_TRACE_BYTES,
  });
  const result = await runProcess({ command, cwd, env, mark: JSON.stringify(runDir), durationMs, signal, stdio });

  const { traces, notStored } = await store(runDir, record, result);
  return { ...result, traces, ...(notStored !== undefined && { notStored }) };
}

async function prepareFolder(runDir: string, record: RunRecord): Promise<void> {
  try {
    await mkdir(runDir, { recursive: true });
    await access(runDir, constants.W_OK);
    await writeRunRecord(runDir, record);
  } catch (error) {
    throw new LaunchError('cannot-write', `Cannot write to ${runDir}: ${explainWriteError(error)}`, { cause: error });
  }
}

async function store(
  runDir: string,
  record: RunRecord,
  result: RunResult,
): Promise<Pick<LaunchResult, 'traces' | 'notStored'>> {
  const traces = await listTraces(runDir);
  try {
    for (const trace of traces) {
      if (isAlive(Number.parseInt(basename(trace), 10))) continue; // left running on purpose, and still writing
      await finishTrace(trace, { ...result, command: record.command });
    }
    await writeRunRecord(runDir, { ...record, ...result });
    return { traces };
  } catch (error) {
    return { traces, notStored: `The end of the run could not be stored in ${runDir}: ${explainWriteError(error)}` };
  }
}

/** Absolute paths of the traces in a run folder, oldest process first. */
export async function listTraces(runDir: string): Promise<string[]> {
  const names = (await readdir(runDir)).filter((name) => name.endsWith('.twtrace'));
  return names.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)).map((name) => join(runDir, name));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}
