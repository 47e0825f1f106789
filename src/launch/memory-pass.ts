import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { MEMORY_FOLDER, SAMPLES_FOLDER } from '../trace/memory-machine.js';
import { makeFolder } from './make-folder.js';
import { preloadEnvironment } from './probe-environment.js';
import { runProcess } from './run-process.js';

/** Each of the two runs may take so many times as long as the timing run, and at least so long. */
const SLOWEST = 6;
const SHORTEST_LIMIT_MS = 30_000;

export interface MemoryPassOptions {
  command: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Absolute path of the built memory.cjs. */
  probePath: string;
  runDir: string;
  /** Of the timing run; either run is stopped when it takes many times as long. */
  timingWallNs: number;
  /** Record packages too. */
  nodeModules?: boolean;
  signal?: AbortSignal;
}

export interface MemoryPassResult {
  exitCode: number | null;
  wallNs: number;
  /** Absolute paths, in the order of processes and threads. */
  files: string[];
  /** Set when it was stopped before its end; rest of a sentence that begins "stopped": "after 30 s". */
  stopped?: string;
}

/**
 * Runs the command once more to record how it uses memory. It gets no input and its output is thrown away.
 * @throws LaunchError when it cannot be started
 */
export async function runMemoryPass(options: MemoryPassOptions): Promise<MemoryPassResult> {
  return runAgain(options, join(options.runDir, MEMORY_FOLDER), { nodeModules: options.nodeModules === true });
}

/**
 * The sampling run: the command once more, as it is but for V8's profiler in each thread. It too is neither heard nor seen.
 * @throws LaunchError when it cannot be started
 */
export async function runSampling(options: MemoryPassOptions): Promise<MemoryPassResult> {
  const folder = join(options.runDir, MEMORY_FOLDER, SAMPLES_FOLDER);
  return runAgain(options, folder, { nodeModules: false, samplesOnly: true });
}

async function runAgain(
  options: MemoryPassOptions,
  folder: string,
  mode: { nodeModules: boolean; samplesOnly?: boolean },
): Promise<MemoryPassResult> {
  const { command, cwd, signal } = options;
  const dir = resolve(folder);
  await makeFolder(dir);
  const settings = { probe: options.probePath, dir, ...mode };
  const value = JSON.stringify(settings);
  const env = preloadEnvironment(options.env, { file: options.probePath, variable: 'THREADWISE_MEMORY', value });
  const ignore = (): void => {};
  const result = await runProcess({
    command,
    cwd,
    env,
    mark: JSON.stringify(dir),
    durationMs: Math.max(SHORTEST_LIMIT_MS, (SLOWEST * options.timingWallNs) / 1e6),
    signal,
    stdio: { onStdout: ignore, onStderr: ignore },
  });
  const { exitCode, wallNs, reason } = result;
  return { exitCode, wallNs, files: await listMemoryFiles(dir), ...(reason !== undefined && { stopped: reason }) };
}

/** Absolute paths of what the threads wrote. */
export async function listMemoryFiles(dir: string): Promise<string[]> {
  const names = (await readdir(dir).catch(() => [])).filter((name) => name.endsWith('.twmem'));
  return names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).map((name) => join(dir, name));
}
