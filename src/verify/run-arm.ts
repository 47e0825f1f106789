import { readdir, readFile, rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { preloadEnvironment } from '../launch/probe-environment.js';
import { runProcess } from '../launch/run-process.js';
import type { DriverResult } from '../pool/driver-result.js';
import type { Note } from '../probe/overlay/settings.js';
import type { Arm } from './arm.js';
import { createCapture } from './capture-output.js';
import type { RunOutput } from './compare-outputs.js';
import { readLoad, type LoadReading } from './measure-load.js';

/** Runs workload files, see src/pool. It times its measured rounds itself. */
const DRIVER = join(sep, 'threadwise-pool', 'driver.js');

export interface ArmRun {
  /** The measured part where the program is a workload file, else the command from its start to its end. */
  timeNs: number;
  /** From start to end of the command. */
  wallNs: number;
  output: RunOutput;
  notes: Note[];
  load: { before: LoadReading | null; after: LoadReading | null };
  /** Why it did not run to its end: out of time, or the caller does not want to go on. */
  stopped: 'time' | 'request' | null;
}

export interface RunLimits {
  cwd: string;
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
}

/** Runs one arm once. @throws LaunchError when its command cannot be started */
export async function runArm(arm: Arm, { cwd, timeoutMs, signal }: RunLimits): Promise<ArmRun> {
  const { settings } = arm;
  const resultFile = join(settings.notes, '..', 'result.json');
  const isWorkload = arm.command.some((word) => word.endsWith(DRIVER));
  await clearFolder(settings.notes);
  await rm(resultFile, { force: true });
  const stdout = createCapture();
  const stderr = createCapture();
  const before = readLoad();
  const result = await runProcess({
    command: isWorkload ? [...arm.command, '--result', resultFile] : arm.command,
    cwd,
    env: preloadEnvironment(arm.env, {
      file: settings.overlay,
      variable: 'THREADWISE_OVERLAY',
      value: JSON.stringify(settings),
    }),
    mark: JSON.stringify(settings.notes),
    ...(timeoutMs !== undefined && { durationMs: timeoutMs }),
    signal,
    stdio: { onStdout: stdout.add, onStderr: stderr.add },
  });
  const after = readLoad();
  const driver = isWorkload ? await readDriverResult(resultFile) : undefined;
  return {
    timeNs: driver?.wallNs ?? result.wallNs,
    wallNs: result.wallNs,
    output: {
      exitCode: result.exitCode,
      signal: result.signal,
      stdout: stdout.finish(),
      stderr: stderr.finish(),
      ...(driver !== undefined && { checksum: driver.checksum }),
    },
    notes: await readNotes(settings.notes),
    load: { before, after },
    stopped: result.stopCause === 'time' ? 'time' : result.stoppedByUs ? 'request' : null,
  };
}

async function clearFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name));
}

async function readNotes(folder: string): Promise<Note[]> {
  const names = await readdir(folder);
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) => text.split('\n').flatMap(parseNote));
}

/** A process that was killed may leave half a line. */
function parseNote(line: string): Note[] {
  try {
    return [JSON.parse(line) as Note];
  } catch {
    return [];
  }
}

async function readDriverResult(file: string): Promise<DriverResult | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as DriverResult;
  } catch {
    return undefined; // it failed before its end: the exit code tells
  }
}

/** Why what an arm was to change was not changed, a sentence; null when it was. */
export function explainNotApplied({ expected }: Arm, notes: readonly Note[]): string | null {
  if (!notes.some(({ kind }) => kind === 'process')) {
    return 'The overlay was not loaded: the command started no Node process, or it dropped NODE_OPTIONS.';
  }
  const has = (kind: 'file' | 'pool', index: number): boolean =>
    notes.some((note) => note.kind === kind && note.index === index);
  const missing = [
    ...expected.files.filter((_, index) => !has('file', index)),
    ...expected.pools.filter((_, index) => !has('pool', index)),
  ];
  const problems = notes.flatMap((note) => (note.kind === 'problem' ? [note.message] : []));
  if (missing.length === 0 && problems.length === 0) return null;
  return [...missing.map((what) => `${what}, so nothing was changed there.`), ...new Set(problems)].join(' ');
}
