/**
 * How fast traces are analysed and how much memory that takes, from 10^4 records to 10^7.
 * Usage: npm run bench:analysis [-- --json FILE] [--largest RECORDS]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { fitLine } from '../../src/statistics/fit-line.ts';
import type { CaseResult } from './analysis-case.ts';

const SIZES = [1e4, 1e5, 1e6, 1e7];
/** Small sizes are over in milliseconds: the median of many. */
const repeatsFor = (records: number): number => Math.max(3, Math.min(15, Math.round(1e6 / records)));

const { values } = parseArgs({ options: { json: { type: 'string' }, largest: { type: 'string', default: '1e7' } } });
const directory = mkdtempSync(join(tmpdir(), 'threadwise-bench-'));
try {
  const bundle = join(directory, 'case.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'analysis-case.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'warning',
  });
  const results = SIZES.filter((size) => size <= Number(values.largest)).map((size) => runCase(bundle, size));
  const summary = summarize(results);
  print(results, summary);
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ ...summary, sizes: results }, null, 1)}\n`);
} finally {
  rmSync(directory, { recursive: true, force: true });
}

function runCase(bundle: string, records: number): CaseResult {
  const file = join(directory, `${records}.twtrace`);
  execFileSync(process.execPath, [bundle, 'generate', file, String(records)]);
  const repeats = String(repeatsFor(records));
  const output = execFileSync(process.execPath, ['--expose-gc', bundle, 'measure', file, repeats], {
    encoding: 'utf8',
  });
  rmSync(file);
  return JSON.parse(output) as CaseResult;
}

interface Summary {
  /** At the largest size, through decode, profile and detection. */
  recordsPerSecond: number;
  bytesPerRecord: number;
  /** Slope of log time against log records from 10^5 up: 1 = linear. Below, fixed costs hide the growth. */
  growthExponent: number;
  peakBytesPerRecord: number;
}

function summarize(results: readonly CaseResult[]): Summary {
  const largest = results.at(-1);
  if (largest === undefined || results.length < 2) throw new Error('Two sizes are needed: --largest 100000 or more.');
  const points = results
    .slice(Math.min(1, results.length - 2))
    .map(({ records, ns }) => [Math.log(records), Math.log(ns)] as const);
  return {
    recordsPerSecond: Math.round(largest.records / (largest.ns / 1e9)),
    bytesPerRecord: largest.fileBytes / largest.records,
    growthExponent: fitLine(points).slope,
    peakBytesPerRecord: largest.peakBytes / largest.records,
  };
}

function print(results: readonly CaseResult[], summary: Summary): void {
  console.log('   records   million/s  ns/record (decode + profile + detect)   file B/record   peak B/record');
  for (const { records, ns, decodeNs, profileNs, detectNs, fileBytes, peakBytes } of results) {
    const each = (value: number): string => (value / records).toFixed(0);
    console.log(
      `${String(records).padStart(10)}  ${(records / (ns / 1e3)).toFixed(2).padStart(10)}  ` +
        `${each(ns).padStart(9)} (${each(decodeNs)} + ${each(profileNs)} + ${each(detectNs)})`.padEnd(39) +
        `${(fileBytes / records).toFixed(1).padStart(15)}${each(peakBytes).padStart(16)}`,
    );
  }
  console.log(`time grows as records^${summary.growthExponent.toFixed(3)}`);
}
