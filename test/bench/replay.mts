/**
 * How fast a run is replayed: simulated events a second on one core, one what-if, a search for a pool's policy.
 * Usage: npm run bench:replay [-- --json FILE]
 *        npm run bench:replay -- --real SECONDS   the engine against a program of threads and a lock, on a quiet Linux machine
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import type { ReplayResult } from './replay/case.mts';

const { values } = parseArgs({ options: { json: { type: 'string' }, real: { type: 'string' } } });
const directory = mkdtempSync(join(tmpdir(), 'threadwise-bench-'));
try {
  if (values.real === undefined) await measureSpeed();
  else await compareWithReal(values.real);
} finally {
  rmSync(directory, { recursive: true, force: true });
}

async function bundle(name: string): Promise<string> {
  const outfile = join(directory, `${name}.mjs`);
  await build({
    entryPoints: [join(import.meta.dirname, 'replay', `${name}.mts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  return outfile;
}

async function compareWithReal(seconds: string): Promise<void> {
  cpSync(join(import.meta.dirname, 'replay', 'real-worker.mjs'), join(directory, 'real-worker.mjs'));
  execFileSync(process.execPath, [await bundle('compare-real'), seconds], { stdio: 'inherit' });
}

async function measureSpeed(): Promise<void> {
  const result = JSON.parse(
    execFileSync(process.execPath, [await bundle('case')], { encoding: 'utf8' }),
  ) as ReplayResult;
  const slowest = Math.min(...result.cases.map(({ eventsPerSecond }) => eventsPerSecond));
  for (const { name, events, ms, eventsPerSecond } of result.cases)
    console.log(
      `${name.padEnd(44)} ${(eventsPerSecond / 1e6).toFixed(1).padStart(6)} million events/s  (${(events / 1e6).toFixed(2)} million in ${ms.toFixed(0)} ms)`,
    );
  const { candidates, tasks, threads, seconds } = result.policy;
  console.log(`one what-if, a plan of 10^6 ops: ${result.whatIfMs.toFixed(0)} ms`);
  console.log(`${candidates} pool policies, ${tasks} tasks each, ${threads} threads: ${seconds.toFixed(2)} s`);
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ eventsPerSecond: slowest, ...result }, null, 1)}\n`);
}
