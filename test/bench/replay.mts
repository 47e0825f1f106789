/**
 * How fast a run is replayed: simulated events a second on one core, one what-if, a search for a pool's policy.
 * Usage: npm run bench:replay [-- --json FILE]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import type { ReplayResult } from './replay/case.ts';

const { values } = parseArgs({ options: { json: { type: 'string' } } });
const directory = mkdtempSync(join(tmpdir(), 'threadwise-bench-'));
try {
  const bundle = join(directory, 'case.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'replay', 'case.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  const result = JSON.parse(execFileSync(process.execPath, [bundle], { encoding: 'utf8' })) as ReplayResult;
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
} finally {
  rmSync(directory, { recursive: true, force: true });
}
