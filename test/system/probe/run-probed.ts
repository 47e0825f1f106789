import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeTrace, type DecodedTrace } from '../../../src/trace/decode.js';

const ROOT = join(import.meta.dirname, '../../..');
export const PROGRAMS = join(import.meta.dirname, 'programs');

export interface Outcome {
  stdout: string;
  stderr: string;
  code: number | null;
  signal: NodeJS.Signals | null;
}
export interface ProbedOutcome extends Outcome {
  traces: { file: string; trace: DecodedTrace }[];
}

/** A copy of the built probe in a folder whose name has blanks and letters beyond ASCII, as a user's home may have. */
export function installProbe(): { probe: string; remove: () => void } {
  const home = mkdtempSync(join(tmpdir(), 'threadwise ünï çødé '));
  cpSync(join(ROOT, 'dist/probe'), join(home, 'probe'), { recursive: true });
  return { probe: join(home, 'probe/probe.cjs'), remove: () => rmSync(home, { recursive: true, force: true }) };
}

/** Runs a program as a user would; `signal`, where given, is sent once the program has printed something. */
export function runPlain(
  node: string,
  args: string[],
  { env = {}, signal }: { env?: NodeJS.ProcessEnv; signal?: NodeJS.Signals | undefined } = {},
): Promise<Outcome> {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { cwd: PROGRAMS, env: { ...inherited, ...env } });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      if (stdout === '' && signal !== undefined) setTimeout(() => child.kill(signal), 300);
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code, endSignal) => resolve({ stdout, stderr, code, signal: endSignal }));
  });
}

/** The same under the probe, and what it recorded. */
export async function runProbed(
  node: string,
  args: string[],
  probe: string,
  { env = {}, signal }: { env?: NodeJS.ProcessEnv; signal?: NodeJS.Signals | undefined } = {},
): Promise<ProbedOutcome> {
  const dir = mkdtempSync(join(tmpdir(), 'threadwise-run-'));
  mkdirSync(dir, { recursive: true });
  const nodeOptions = `--require="${probe}" ${env['NODE_OPTIONS'] ?? ''}`.trim();
  const run = JSON.stringify({ dir, probe, maxBytes: 1 << 28 });
  try {
    const outcome = await runPlain(node, args, {
      env: { ...env, NODE_OPTIONS: nodeOptions, THREADWISE_RUN: run },
      signal,
    });
    const files = readdirSync(dir).filter((name) => name.endsWith('.twtrace'));
    const traces = files.map((file) => ({ file, trace: decodeTrace(readFileSync(join(dir, file))) }));
    return { ...outcome, traces };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
