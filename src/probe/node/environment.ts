/**
 * Keeps the probe out of the program's sight: takes its two variables out of process.env, and puts them back into the
 * environment of child processes and, where they would not inherit it, of workers.
 */
import { createRequire } from 'node:module';
import type * as ChildProcessModule from 'node:child_process';
import { disguise, replaceProperty } from './natives.js';
import type { RunConfig } from './thread.js';

const RUN_VARIABLE = 'THREADWISE_RUN';

/** Quoted, so that blanks in the path survive NODE_OPTIONS; backslashes and quotes are escaped there. */
export function requireOption(probe: string): string {
  return `--require="${probe.replace(/[\\"]/g, '\\$&')}"`;
}

/** Reads what the launcher left, null when this process was not started by it. */
export function readRunConfig(env: NodeJS.ProcessEnv): RunConfig | null {
  const text = env[RUN_VARIABLE];
  if (text === undefined) return null;
  const parsed = JSON.parse(text) as Partial<RunConfig>;
  if (typeof parsed.dir !== 'string' || typeof parsed.probe !== 'string') return null;
  return { dir: parsed.dir, probe: parsed.probe, maxBytes: Number(parsed.maxBytes) || 2 ** 30 };
}

export function hideFrom(env: NodeJS.ProcessEnv, run: RunConfig): void {
  delete env[RUN_VARIABLE];
  const options = env['NODE_OPTIONS'];
  if (options === undefined) return;
  const rest = options.replace(requireOption(run.probe), '').trim();
  if (rest === '') delete env['NODE_OPTIONS'];
  else env['NODE_OPTIONS'] = rest;
}

export function withProbe(nodeOptions: string | undefined, run: RunConfig): string {
  const own = requireOption(run.probe);
  if (nodeOptions === undefined || nodeOptions === '') return own;
  return nodeOptions.includes(own) ? nodeOptions : `${own} ${nodeOptions}`;
}

function addToPairs(pairs: string[], run: RunConfig): void {
  const at = pairs.findIndex((pair) => pair.startsWith('NODE_OPTIONS='));
  const before = at < 0 ? undefined : pairs[at]?.slice('NODE_OPTIONS='.length);
  const option = `NODE_OPTIONS=${withProbe(before, run)}`;
  if (at < 0) pairs.push(option);
  else pairs[at] = option;
  pairs.push(`${RUN_VARIABLE}=${JSON.stringify(run)}`);
}

function addToEnv(env: NodeJS.ProcessEnv, run: RunConfig): NodeJS.ProcessEnv {
  return { ...env, NODE_OPTIONS: withProbe(env['NODE_OPTIONS'], run), [RUN_VARIABLE]: JSON.stringify(run) };
}

/** The options of a spawnSync-like call are its last plain object; without one, one is added. */
function injectSync(args: unknown[], run: RunConfig): unknown[] {
  const last = args.length - 1;
  const given = args[last];
  const isOptions = last > 0 && typeof given === 'object' && given !== null && !Array.isArray(given);
  if (!isOptions) return given === null ? args : [...args, { env: addToEnv(process.env, run) }];
  const options = given as { env?: NodeJS.ProcessEnv };
  const changed = [...args];
  changed[last] = { ...options, env: addToEnv(options.env ?? process.env, run) };
  return changed;
}

/**
 * spawn, exec, execFile and fork all end in ChildProcess.prototype.spawn; the three synchronous calls do not. In the main
 * thread only: loading child_process would double the start-up of every worker.
 */
export function installChildProcesses(run: RunConfig): void {
  const childProcess = createRequire(__filename)('node:child_process') as typeof ChildProcessModule;
  type Spawn = (this: unknown, options: { envPairs?: string[] }) => unknown;
  replaceProperty<Spawn>(childProcess.ChildProcess.prototype, 'spawn', (native) =>
    disguise(
      function (this: unknown, options) {
        if (Array.isArray(options?.envPairs)) addToPairs(options.envPairs, run);
        return native.call(this, options);
      } as Spawn,
      native,
    ),
  );
  for (const name of ['spawnSync', 'execFileSync', 'execSync'] as const) {
    replaceProperty<(...args: unknown[]) => unknown>(childProcess, name, (native) =>
      disguise((...args: unknown[]) => native(...injectSync(args, run)), native),
    );
  }
}
