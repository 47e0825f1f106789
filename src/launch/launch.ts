import { access, readdir, rm, rmdir } from 'node:fs/promises';
import { constants } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { finishTrace, readWriteFailure } from './finish-trace.js';
import { LaunchError, explainWriteError, systemCode } from './launch-error.js';
import { makeFolder } from './make-folder.js';
import { findMachineCosts } from './measure-machine.js';
import { probeEnvironment } from './probe-environment.js';
import { runProcess, type RunOptions, type RunResult, type StopCause } from './run-process.js';
import { RUN_RECORD_FILE, writeRunRecord, type RunRecord } from './run-record.js';

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
  /** Where this machine's costs are kept; measured when they are not there yet. Absent: not measured. */
  machineFile?: string;
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
  stopCause?: StopCause;
  /** Rest of a sentence that begins "stopped": "after 10 s". */
  reason?: string;
  /** What of the run could not be written and why, in sentences; empty when all is there. */
  notStored: string[];
}

/**
 * Runs a command with the probe and leaves its traces and run.json in `runDir`.
 * @throws LaunchError when the command cannot be started or `runDir` cannot be written.
 */
export async function launch(options: LaunchOptions): Promise<LaunchResult> {
  const runDir = resolve(options.runDir);
  const machine = options.machineFile === undefined ? undefined : await findMachineCosts(options.machineFile);
  const { command, cwd, stdio, durationMs, signal } = options;
  const record: RunRecord = {
    id: basename(runDir),
    toolVersion: options.toolVersion,
    command,
    cwd,
    startedAt: new Date().toISOString(),
    ...(options.threads !== undefined && { threads: options.threads }),
    ...(machine !== undefined && { machine }),
  };
  await prepareFolder(runDir, record);

  const env = probeEnvironment(options.env, {
    dir: runDir,
    probe: options.probePath,
    maxBytes: DEFAULT_MAX_TRACE_BYTES,
  });
  const mark = JSON.stringify(runDir);
  try {
    const result = await runProcess({ command, cwd, env, mark, durationMs, signal, stdio });
    return { ...result, ...(await store(runDir, record, result)) };
  } catch (error) {
    if (error instanceof LaunchError) await discardFolder(runDir);
    throw error;
  }
}

async function prepareFolder(runDir: string, record: RunRecord): Promise<void> {
  try {
    await makeFolder(runDir);
    await access(runDir, constants.W_OK);
    await writeRunRecord(runDir, record);
  } catch (error) {
    throw new LaunchError('cannot-write', `Cannot write to ${runDir}: ${explainWriteError(error)}`, { cause: error });
  }
}

/** Nothing ran. What else is in the folder stays, and with it the folder. */
async function discardFolder(runDir: string): Promise<void> {
  await rm(join(runDir, RUN_RECORD_FILE), { force: true });
  await rmdir(runDir).catch(() => {});
}

async function store(
  runDir: string,
  record: RunRecord,
  result: RunResult,
): Promise<Pick<LaunchResult, 'traces' | 'notStored'>> {
  const traces = await listTraces(runDir);
  const notStored: string[] = [];
  const { exitCode, signal, wallNs, stoppedByUs, reason } = result;
  const end = {
    exitCode,
    signal,
    wallNs,
    stoppedByUs,
    command: record.command,
    ...(reason !== undefined && { reason }),
  };
  try {
    for (const trace of traces) {
      const cut = await readWriteFailure(trace);
      if (cut !== undefined) notStored.push(`The trace ${trace} is not complete: ${cut}`);
      // A process left running on purpose still writes its own.
      if (!isAlive(Number.parseInt(basename(trace), 10))) await finishTrace(trace, end);
    }
    await writeRunRecord(runDir, { ...record, ...result });
  } catch (error) {
    notStored.push(`The end of the run could not be stored in ${runDir}: ${explainWriteError(error)}`);
  }
  return { traces, notStored };
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
