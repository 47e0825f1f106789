import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../../..');
const PROBE = join(ROOT, 'dist/probe/probe.cjs');
const MAX_TRACE_BYTES = 2 ** 30;

/** A way to run a program: without any tool, with ours, or with somebody else's. */
export interface Tool {
  name: string;
  /** @param out an empty folder for what the tool writes. */
  command: (node: string, file: string, out: string) => string[];
  env?: (out: string) => NodeJS.ProcessEnv;
}

export const plain: Tool = { name: 'plain', command: (node, file) => [node, file] };

/** Exactly what src/launch does for a program; analysis comes after its end and costs it nothing. */
export const threadwise: Tool = {
  name: 'threadwise',
  command: plain.command,
  env: (out) => ({
    NODE_OPTIONS: `--require="${PROBE}"`,
    THREADWISE_RUN: JSON.stringify({ dir: out, probe: PROBE, maxBytes: MAX_TRACE_BYTES }),
  }),
};

const cpuProf: Tool = {
  name: '--cpu-prof',
  command: (node, file, out) => [node, '--cpu-prof', `--cpu-prof-dir=${out}`, file],
};

const PEERS = ['clinic@13', '0x@6'];

/** Peers, installed into the user's cache on first use: never into the project. */
export async function preparePeers(): Promise<Tool[]> {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'threadwise-bench');
  const clinic = join(cache, 'node_modules/clinic/bin.js');
  const zeroX = join(cache, 'node_modules/0x/cmd.js');
  if (!existsSync(clinic) || !existsSync(zeroX)) {
    console.error(`installing ${PEERS.join(' and ')} into ${cache}`);
    await mkdir(cache, { recursive: true });
    await run('npm', ['install', '--prefix', cache, '--no-audit', '--no-fund', '--ignore-scripts', ...PEERS]);
  }
  return [
    cpuProf,
    {
      name: 'clinic doctor',
      command: (node, file, out) => [node, clinic, 'doctor', '--collect-only', '--dest', out, '--', node, file],
      // Its first run asks whether it may send statistics.
      env: () => ({ NO_INSIGHT: 'true', NO_UPDATE_NOTIFIER: '1' }),
    },
    {
      name: '0x',
      command: (node, file, out) => [node, zeroX, '--collect-only', '--output-dir', out, '--', node, file],
    },
  ];
}
