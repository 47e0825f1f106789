/** What an instrumented run of a program says of its walks: the truth that recovered strides are held against. */
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TruthSite } from './instrument.mts';

/** Environment variable: the folder in which each thread writes what it saw. */
export const TRUTH_DIR = 'THREADWISE_BENCH_TRUTH';
const HOOK = pathToFileURL(join(import.meta.dirname, 'record-truth.mts')).href;
/** By then the program is stopped: threads write again and again what they have seen so far. */
const LONG_ENOUGH_MS = 6_000;

export interface SiteTruth extends TruthSite {
  accesses: number;
  /** Accesses to another container than the one before. */
  switches: number;
  /** Pairs of accesses one after the other in the same container, and their distances in bytes, most frequent first. */
  steps: number;
  strides: [bytes: number, times: number][];
}

export interface ThreadTruth {
  threadId: number;
  sites: SiteTruth[];
}

/** @throws Error when the program fails */
export async function recordTruth(file: string, scratch: string): Promise<ThreadTruth[]> {
  const dir = join(scratch, 'truth');
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  const { status, signal, stderr } = spawnSync(process.execPath, [file], {
    encoding: 'utf8',
    timeout: LONG_ENOUGH_MS,
    killSignal: 'SIGKILL',
    env: { ...process.env, NODE_OPTIONS: `--import=${HOOK}`, [TRUTH_DIR]: dir },
  });
  if (status !== 0 && signal === null) throw new Error(`${file}, instrumented, ended with ${status}: ${stderr}`);
  const names = (await readdir(dir)).filter((name) => name.endsWith('.json'));
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(dir, name), 'utf8')) as ThreadTruth));
}
