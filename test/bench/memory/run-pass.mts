/** The memory pass by itself, beside plain runs. */
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { preloadEnvironment } from '../../../src/launch/probe-environment.ts';
import { listMemoryFiles } from '../../../src/launch/memory-pass.ts';
import type { MemoryRecord } from '../../../src/trace/memory.ts';
import { readMemoryLines } from '../../../src/trace/read-memory-lines.ts';
import { ratioOfMedians, type Ratio } from '../overhead/statistics.mts';

const PROBE = join(import.meta.dirname, '../../../dist/probe/memory.cjs');
const TIMEOUT_MS = 120_000;

export interface PassRuns {
  /** Wall time of the pass against that of a plain run, start-up of both included. */
  slowdown: Ratio;
  /** Its output was that of the plain run, each time. */
  sameOutput: boolean;
  /** Of the last pass, by thread. */
  threads: MemoryRecord[][];
}

/** Plain runs and passes in turn, the order changed each round. */
export async function runPasses(file: string, rounds: number, scratch: string): Promise<PassRuns> {
  const dir = join(scratch, 'pass');
  const times = { plain: [] as number[], pass: [] as number[] };
  const outputs = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    await rm(dir, { recursive: true, force: true });
    await mkdir(dir, { recursive: true });
    for (const side of round % 2 === 0 ? (['plain', 'pass'] as const) : (['pass', 'plain'] as const)) {
      const { ms, output } = run(file, side === 'plain' ? process.env : passEnvironment(dir));
      times[side].push(ms);
      outputs.add(output);
    }
  }
  const texts = await Promise.all((await listMemoryFiles(dir)).map((path) => readFile(path, 'utf8')));
  return {
    slowdown: ratioOfMedians(times.pass, times.plain),
    sameOutput: outputs.size === 1,
    threads: texts.map((text) => readMemoryLines(text).records),
  };
}

function passEnvironment(dir: string): NodeJS.ProcessEnv {
  const value = JSON.stringify({ probe: PROBE, dir, nodeModules: false });
  return preloadEnvironment(process.env, { file: PROBE, variable: 'THREADWISE_MEMORY', value });
}

function run(file: string, env: NodeJS.ProcessEnv): { ms: number; output: string } {
  const begin = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], {
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
    env,
  });
  const ms = performance.now() - begin;
  if (status !== 0) throw new Error(`${file} ended with ${status}: ${stderr}`);
  return { ms, output: stdout + stderr };
}
