/**
 * Keeps what is preloaded out of the program's sight: takes its two variables out of process.env, and puts them back into
 * the environment of child processes and, where they would not inherit it, of workers.
 */
import { createRequire } from 'node:module';
import type * as ChildProcessModule from 'node:child_process';
import type { WorkerOptions } from 'node:worker_threads';
import { disguise, replaceProperty } from './natives.js';
import type { RunConfig } from './thread.js';

/** A file of ours that every process and thread of a run loads first, and the variable that tells it what to do. */
export interface Preload {
  /** Absolute. */
  file: string;
  variable: string;
  value: string;
}

const RUN_VARIABLE = 'THREADWISE_RUN';

export function preloadOf(run: RunConfig): Preload {
  return { file: run.probe, variable: RUN_VARIABLE, value: JSON.stringify(run) };
}

/** Quoted, so that blanks in the path survive NODE_OPTIONS; backslashes and quotes are escaped there. */
function requireOption(file: string): string {
  return `--require="${file.replace(/[\\"]/g, '\\$&')}"`;
}

/** Reads what the launcher left, null when this process was not started by it. */
export function readRunConfig(env: NodeJS.ProcessEnv): RunConfig | null {
  const text = env[RUN_VARIABLE];
  if (text === undefined) return null;
  const parsed = JSON.parse(text) as Partial<RunConfig>;
  if (typeof parsed.dir !== 'string' || typeof parsed.probe !== 'string') return null;
  return { dir: parsed.dir, probe: parsed.probe, maxBytes: Number(parsed.maxBytes) || 2 ** 30 };
}

export function hideFrom(env: NodeJS.ProcessEnv, { file, variable }: Preload): void {
  delete env[variable];
  const options = env['NODE_OPTIONS'];
  if (options === undefined) return;
  const rest = options.replace(requireOption(file), '').trim();
  if (rest === '') delete env['NODE_OPTIONS'];
  else env['NODE_OPTIONS'] = rest;
}

function withPreload(nodeOptions: string | undefined, { file }: Preload): string {
  const own = requireOption(file);
  if (nodeOptions === undefined || nodeOptions === '') return own;
  return nodeOptions.includes(own) ? nodeOptions : `${own} ${nodeOptions}`;
}

/** A copy of a worker's options in which the file is preloaded, and which of them had to be changed. */
export function withPreloadOptions(
  options: WorkerOptions | undefined,
  preload: Preload,
): { options: WorkerOptions | undefined; inEnv: boolean; inExecArgv: boolean } {
  const env = options?.env;
  const inEnv = typeof env === 'object' && env !== null;
  const inExecArgv = Array.isArray(options?.execArgv);
  if (!inEnv && !inExecArgv) return { options, inEnv, inExecArgv };
  const changed: WorkerOptions = { ...options };
  // Through NODE_OPTIONS alone an explicit env works, through the argument list alone an explicit execArgv.
  if (inEnv && !inExecArgv)
    changed.env = {
      ...(env as NodeJS.ProcessEnv),
      NODE_OPTIONS: withPreload((env as NodeJS.ProcessEnv)['NODE_OPTIONS'], preload),
    } as NodeJS.Dict<string>;
  if (inExecArgv) changed.execArgv = ['--require', preload.file, ...(options?.execArgv ?? [])];
  return { options: changed, inEnv: inEnv && !inExecArgv, inExecArgv };
}

/** In a worker whose own execArgv was changed: takes the file out of its sight again. */
export function hideFromExecArgv(file: string): void {
  const at = process.execArgv.indexOf(file);
  if (at > 0) process.execArgv.splice(at - 1, 2);
}

function addToPairs(pairs: string[], preload: Preload): void {
  const at = pairs.findIndex((pair) => pair.startsWith('NODE_OPTIONS='));
  const before = at < 0 ? undefined : pairs[at]?.slice('NODE_OPTIONS='.length);
  const option = `NODE_OPTIONS=${withPreload(before, preload)}`;
  if (at < 0) pairs.push(option);
  else pairs[at] = option;
  pairs.push(`${preload.variable}=${preload.value}`);
}

function addToEnv(env: NodeJS.ProcessEnv, preload: Preload): NodeJS.ProcessEnv {
  return { ...env, NODE_OPTIONS: withPreload(env['NODE_OPTIONS'], preload), [preload.variable]: preload.value };
}

/** The options of a spawnSync-like call are its last plain object; without one, one is added. */
function injectSync(args: unknown[], preload: Preload): unknown[] {
  const last = args.length - 1;
  const given = args[last];
  const isOptions = last > 0 && typeof given === 'object' && given !== null && !Array.isArray(given);
  if (!isOptions) return given === null ? args : [...args, { env: addToEnv(process.env, preload) }];
  const options = given as { env?: NodeJS.ProcessEnv };
  const changed = [...args];
  changed[last] = { ...options, env: addToEnv(options.env ?? process.env, preload) };
  return changed;
}

/**
 * spawn, exec, execFile and fork all end in ChildProcess.prototype.spawn; the three synchronous calls do not. In the main
 * thread only: loading child_process would double the start-up of every worker.
 */
export function installChildProcesses(preload: Preload): void {
  const childProcess = createRequire(__filename)('node:child_process') as typeof ChildProcessModule;
  type Spawn = (this: unknown, options: { envPairs?: string[] }) => unknown;
  replaceProperty<Spawn>(childProcess.ChildProcess.prototype, 'spawn', (native) =>
    disguise(
      function (this: unknown, options) {
        if (Array.isArray(options?.envPairs)) addToPairs(options.envPairs, preload);
        return native.call(this, options);
      } as Spawn,
      native,
    ),
  );
  for (const name of ['spawnSync', 'execFileSync', 'execSync'] as const) {
    replaceProperty<(...args: unknown[]) => unknown>(childProcess, name, (native) =>
      disguise((...args: unknown[]) => native(...injectSync(args, preload)), native),
    );
  }
}
