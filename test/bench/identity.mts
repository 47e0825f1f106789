/**
 * Does replaying a recorded run without a change give that run? Every zoo program is recorded once into a cache folder.
 * Usage: npm run bench:identity [-- --only NAME]… [--cache DIR] [--fresh] [--json FILE]
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { loadZoo } from '../workloads/load.mjs';
import type { ReplayedRun } from './identity/replay-run.ts';
import type * as ReplayRun from './identity/replay-run.ts';

const CLI = join(import.meta.dirname, '../../dist/cli.js');
/** A recording in which others used more of the machine than this is made again, so often. */
const FOREIGN_SHARE = 0.05;
const ATTEMPTS = 4;
/** The share of the makespan that a replay may be off. */
const CLOSE = 0.05;

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    cache: { type: 'string', default: join(tmpdir(), 'threadwise-identity') },
    fresh: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});

mkdirSync(options.cache, { recursive: true });
const { replayRun } = await loadReplay(options.cache);
const rows: (ReplayedRun & { name: string })[] = [];
for (const file of listPrograms()) {
  const name = `${basename(dirname(file))}-${basename(file).replace(/\.[cm]js$/, '')}`;
  const run = recordAndReplay(file, join(options.cache, name));
  rows.push({ name, ...run });
  const { check } = run;
  console.log(
    `${check.ok ? ' ' : '!'} ${name.padEnd(40)} ${percent(check.makespanError).padStart(7)}  threads ${percent(check.threadError).padStart(6)}  ` +
      `${millis(check.recordedMakespanNs)} → ${millis(check.replayedMakespanNs)} ms  foreign ${percent(run.foreignShare)}  ${check.reason}`,
  );
}
const quiet = rows.filter(({ foreignShare }) => !(foreignShare > 0.1));
const close = quiet.filter(({ check }) => Math.abs(check.makespanError) <= CLOSE);
console.log(
  `${close.length} of ${quiet.length} programs within ${percent(CLOSE)}; ${quiet.filter(({ check }) => check.ok).length} accepted; ` +
    `${rows.length - quiet.length} recorded while others used the machine, not counted`,
);
if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(rows, null, 1)}\n`);

function listPrograms(): string[] {
  const major = Number(process.versions.node.split('.')[0]);
  return loadZoo()
    .filter(({ nodes, platforms }) => major >= Number(nodes.replace('>=', '')) && platforms.includes(process.platform))
    .filter(({ name }) => options.only.length === 0 || options.only.some((part) => name.includes(part)))
    .flatMap(({ main, fixed }) => (fixed === null ? [main] : [main, fixed]));
}

function recordAndReplay(file: string, runDir: string): ReplayedRun {
  let run: ReplayedRun | undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const isKnown = existsSync(join(runDir, 'run.json')) && !(options.fresh && attempt === 0);
    if (!isKnown || attempt > 0) record(file, runDir);
    run = replayRun(runDir);
    if (!(run.foreignShare > FOREIGN_SHARE)) break;
  }
  return run as ReplayedRun;
}

function record(file: string, runDir: string): void {
  rmSync(runDir, { recursive: true, force: true });
  const args = [CLI, 'run', '--quiet', '--memory', 'never', '--out', runDir, '--', process.execPath, file];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${file} under threadwise ended with ${status}: ${stderr}`);
}

async function loadReplay(directory: string): Promise<typeof ReplayRun> {
  const outfile = join(directory, 'replay-run.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'identity/replay-run.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  return (await import(pathToFileURL(outfile).href)) as typeof ReplayRun;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function millis(ns: number): string {
  return (ns / 1e6).toFixed(0);
}
