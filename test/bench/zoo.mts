// Whether the planted cause is found: npm run bench:zoo -- [--runs 7] [--control-runs 5] [--no-gain] [--only NAME]… [--json FILE]
// Profiles every zoo program; measures what its fix gains by plain runs of both, in turn; profiles each control several times.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadZoo, type Workload } from '../workloads/load.mjs';
import { judgeControl, judgePlanted, type ControlRow, type PlantedRow } from './zoo/judge.mts';
import { measureGain } from './zoo/measure-gain.mts';
import { profileProgram } from './zoo/profile-program.mts';
import { sayControl, sayPlanted, saySummary, type Summary } from './zoo/say.mts';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '7' },
    'control-runs': { type: 'string', default: '5' },
    'no-gain': { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    json: { type: 'string' },
  },
});

const chosen = loadZoo().filter(isChosen);
const scratch = await mkdtemp(join(tmpdir(), 'threadwise-zoo-'));
const planted: PlantedRow[] = [];
const controls: ControlRow[] = [];
try {
  for (const workload of chosen) {
    if (workload.control) controls.push(await runControl(workload));
    else planted.push(await runPlanted(workload));
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}

const summary: Summary = {
  total: planted.length,
  first: planted.filter(({ rank }) => rank === 1).length,
  topThree: planted.filter(({ rank }) => rank !== null && rank <= 3).length,
  sitesRight: planted.filter(({ siteRight }) => siteRight).length,
  fixedStillFound: planted.filter(({ fixedStillFound }) => fixedStillFound).length,
  controls: controls.length,
  controlRuns: controls.reduce((sum, { runs }) => sum + runs, 0),
  controlFalsePositives: controls.reduce((sum, { falsePositives }) => sum + falsePositives.length, 0),
  loadAverage: loadavg()[0] ?? Number.NaN,
  cores: availableParallelism(),
};
console.log(saySummary(summary));
if (options.json !== undefined) {
  await writeFile(
    options.json,
    `${JSON.stringify({ ...summary, workloads: planted, controlRows: controls }, null, 1)}\n`,
  );
}

function isChosen({ name, nodes, platforms }: Workload): boolean {
  const major = Number(process.versions.node.split('.')[0]);
  const runsHere = major >= Number(nodes.replace('>=', '')) && platforms.includes(process.platform);
  return runsHere && (options.only.length === 0 || options.only.some((part) => name.includes(part)));
}

async function runPlanted(workload: Workload): Promise<PlantedRow> {
  const report = await profileProgram(workload.main, scratch, workload.pass);
  const fixedReport = workload.fixed === null ? null : await profileProgram(workload.fixed, scratch, workload.pass);
  const gain =
    options['no-gain'] || workload.fixed === null
      ? null
      : measureGain(workload.main, workload.fixed, Number(options.runs));
  const row = judgePlanted(workload, report, fixedReport, gain);
  console.log(sayPlanted(row));
  return row;
}

async function runControl(workload: Workload): Promise<ControlRow> {
  const reports = [];
  for (let run = 0; run < Number(options['control-runs']); run++) {
    reports.push(await profileProgram(workload.main, scratch, workload.pass));
  }
  const row = judgeControl(workload, reports);
  console.log(sayControl(row));
  return row;
}
