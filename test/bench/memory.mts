/**
 * How good the memory pass is: npm run bench:memory -- [--runs 3] [--planted-runs 5] [--control-runs 5] [--fixed] [--only NAME]…
 *   [--zoo FOLDER] [--json FILE] [--markdown FILE] [--any-load]
 *
 * For each memory workload of the zoo: what the pass costs (plain runs and passes in turn), recovered strides against those of an
 * instrumented copy, whether the planted finding comes first and at its line in `--planted-runs` runs, its predicted gain against
 * that of the fix (plain runs of both, in turn); each control is profiled `--control-runs` times. `--fixed` profiles the fixed programs too, which must not
 * have the finding; `--any-load` predicts although others used the machine. `--zoo` takes the programs of another folder in the zoo's
 * form. `--markdown` writes docs/memory.md.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { median } from '../../src/statistics/quantile.ts';
import type { Report } from '../../src/report/report.ts';
import { loadZoo, type Workload } from '../workloads/load.mjs';
import { compareStrides } from './memory/compare-strides.mts';
import {
  errorOf,
  meanErrorOf,
  middleOf,
  type ControlMemoryRow,
  type PassRow,
  type PlantedMemoryRow,
} from './memory/judge.mts';
import { predictedGain, predictedGainAtAnyLoad } from './memory/predict-gain.mts';
import { runPasses } from './memory/run-pass.mts';
import { sayControlRow, sayPlantedRow, saySummary, toMarkdown, type Details, type Summary } from './memory/say.mts';
import { recordTruth } from './memory/truth.mts';
import { judgeControl, judgePlanted } from './zoo/judge.mts';
import { measureGain } from './zoo/measure-gain.mts';
import { profileProgram } from './zoo/profile-program.mts';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    'planted-runs': { type: 'string', default: '5' },
    'control-runs': { type: 'string', default: '5' },
    fixed: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    zoo: { type: 'string' },
    json: { type: 'string' },
    markdown: { type: 'string' },
    'any-load': { type: 'boolean', default: false },
  },
});
const runs = Number(options.runs);
/** The gain of a fix is what all predictions are judged by: worth more runs. */
const GAIN_ROUNDS = 5;

if (!existsSync(join(import.meta.dirname, '../../dist/probe/memory.cjs'))) {
  console.error('The memory probe is not built: run npm run build first.');
  process.exit(1);
}
const scratch = await mkdtemp(join(tmpdir(), 'threadwise-memory-'));
const planted: PlantedMemoryRow[] = [];
const controls: ControlMemoryRow[] = [];
try {
  for (const workload of loadZoo(options.zoo).filter(isChosen)) {
    const pass = await judgePass(workload);
    if (workload.control) controls.push(await runControl(workload, pass));
    else planted.push(await runPlanted(workload, pass));
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
const summary = summarise();
const details = describe();
console.log(`\n${saySummary(summary, details)}`);
if (options.json !== undefined) {
  const result = { ...summary, ...details, workloads: planted, controlRows: controls };
  await writeFile(options.json, `${JSON.stringify(result, null, 1)}\n`);
}
if (options.markdown !== undefined) await writeFile(options.markdown, toMarkdown(summary, details, planted, controls));

function isChosen({ name, pass, platforms }: Workload): boolean {
  const isNamed = options.only.length === 0 || options.only.some((part) => name.includes(part));
  return pass === 'memory' && isNamed && platforms.includes(process.platform);
}

async function judgePass({ name, main }: Workload): Promise<PassRow> {
  const { threads, slowdown, sameOutput } = await runPasses(main, runs, scratch);
  return { name, slowdown, sameOutput, strides: compareStrides(threads, await recordTruth(main, scratch)) };
}

async function runPlanted(workload: Workload, pass: PassRow): Promise<PlantedMemoryRow> {
  const finding = workload.finding ?? '';
  const reports: Report[] = [];
  const predictions: PlantedMemoryRow['predictions'] = [];
  for (let run = 0; run < Number(options['planted-runs']); run++) {
    const report = await profileProgram(workload.main, scratch, 'memory');
    reports.push(report);
    predictions.push(
      options['any-load']
        ? await predictedGainAtAnyLoad(join(scratch, 'run'), finding)
        : predictedGain(report, finding),
    );
  }
  const fixed =
    workload.fixed === null || !options.fixed ? null : await profileProgram(workload.fixed, scratch, 'memory');
  const gain = workload.fixed === null ? null : measureGain(workload.main, workload.fixed, Math.max(GAIN_ROUNDS, runs));
  const judged = reports.map((report) => judgePlanted(workload, report, fixed, gain));
  const [planted] = judged;
  if (planted === undefined) throw new Error('--planted-runs must be at least 1');
  const predicted = middleOf(predictions);
  const row: PlantedMemoryRow = {
    ...pass,
    planted,
    plantedRuns: judged.length,
    rightRuns: judged.filter(({ rank, siteRight }) => rank === 1 && siteRight).length,
    predictions,
    predicted,
    error: errorOf(predicted, gain),
    meanError: meanErrorOf(predictions, gain),
  };
  console.log(sayPlantedRow(row));
  return row;
}

async function runControl(workload: Workload, pass: PassRow): Promise<ControlMemoryRow> {
  const reports = [];
  for (let run = 0; run < Number(options['control-runs']); run++)
    reports.push(await profileProgram(workload.main, scratch, 'memory'));
  const row = { ...pass, control: judgeControl(workload, reports) };
  console.log(sayControlRow(row));
  return row;
}

function summarise(): Summary {
  const rows = [...planted, ...controls];
  const slowdowns = rows.map(({ slowdown }) => slowdown.value);
  const shares = rows.flatMap(({ strides: { samples, right } }) => (samples > 0 ? [right / samples] : []));
  const errors = planted.flatMap(({ meanError }) => meanError ?? []);
  return {
    medianSlowdown: slowdowns.length > 0 ? median(slowdowns) : null,
    worstSlowdown: slowdowns.length > 0 ? Math.max(...slowdowns) : null,
    strideAccuracy: meanOf(shares),
    mape: meanOf(errors),
    total: planted.length,
    first: planted.filter(({ plantedRuns, rightRuns }) => rightRuns === plantedRuns).length,
    controlFalsePositives: controls.reduce((sum, { control }) => sum + control.falsePositives.length, 0),
  };
}

function meanOf(values: number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function describe(): Details {
  return {
    machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores`,
    node: process.version,
    date: new Date().toISOString().slice(0, 'YYYY-MM-DD'.length),
    command: sayCommand(),
    loadAverage: loadavg()[0] ?? Number.NaN,
    runs,
    plantedRuns: Number(options['planted-runs']),
    found: planted.filter(({ planted: { rank } }) => rank !== null).length,
    predicted: planted.filter(({ error }) => error !== null).length,
    fixedStillFound: options.fixed
      ? planted.filter(({ planted: { fixedStillFound } }) => fixedStillFound).length
      : null,
    controls: controls.length,
    controlRuns: controls.reduce((sum, { control }) => sum + control.runs, 0),
    outputsDiffer: [...planted, ...controls].filter(({ sameOutput }) => !sameOutput).map(({ name }) => name),
  };
}

/** As one would type it again; where results were written to is nobody's business. */
function sayCommand(): string {
  const { json: _json, markdown: _markdown, zoo: _zoo, ...told } = options;
  const words = Object.entries(told).flatMap(([name, value]) => {
    if (value === false || (name === 'runs' && value === '3') || (name.endsWith('-runs') && value === '5')) return [];
    if (Array.isArray(value)) return value.flatMap((each) => [`--${name}`, each]);
    return value === true ? [`--${name}`] : [`--${name}`, String(value)];
  });
  return ['npm run bench:memory', ...(words.length > 0 ? ['--', ...words] : [])].join(' ');
}
