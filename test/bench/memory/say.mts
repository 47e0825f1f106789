import { sayPlanted, sayControl } from '../zoo/say.mts';
import type { Ratio } from '../overhead/statistics.mts';
import type { ControlMemoryRow, PassRow, PlantedMemoryRow, Predicted } from './judge.mts';

/** What `--json` holds, without details. Null where nothing was measured. */
export interface Summary {
  /** Wall time of the memory pass against a plain run. */
  medianSlowdown: number | null;
  worstSlowdown: number | null;
  /** Share of recorded steps in the right bucket, 0..1, mean of the workloads. */
  strideAccuracy: number | null;
  /** Mean absolute error of predicted against measured gains, 0..1: of each program over its runs, then of all. */
  mape: number | null;
  total: number;
  /** Planted findings that came first, at the right line, in every run. */
  first: number;
  controlFalsePositives: number;
}

export interface Details {
  machine: string;
  node: string;
  date: string;
  command: string;
  loadAverage: number;
  runs: number;
  plantedRuns: number;
  /** Planted findings found at all, and with a predicted gain. */
  found: number;
  predicted: number;
  /** Null where fixed programs were not profiled. */
  fixedStillFound: number | null;
  controls: number;
  controlRuns: number;
  outputsDiffer: string[];
}

const number = (value: number | null): string => (value === null ? '–' : value.toFixed(2));
const percent = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(1)} %`);
const span = ([low, high]: [number, number]): string => `[${low.toFixed(2)}, ${high.toFixed(2)}]`;
const ratio = ({ value, interval }: Ratio): string => `${value.toFixed(2)} ${span(interval)}`;
const strideShare = ({ strides: { samples, right } }: PassRow): number | null =>
  samples === 0 ? null : right / samples;
const gain = (value: Predicted | string): string =>
  typeof value === 'string' ? '–' : `${value.speedUp.toFixed(2)} ${span(value.interval)}`;

function sayPass(row: PassRow): string {
  const output = row.sameOutput ? '' : ', OUTPUT DIFFERS';
  return `pass ${ratio(row.slowdown)}x, strides right ${percent(strideShare(row))} of ${row.strides.samples}${output}`;
}

export function sayPlantedRow(row: PlantedMemoryRow): string {
  const { predicted, error } = row;
  const said = typeof predicted === 'string' ? `predicted nothing: ${predicted}` : `predicted ${gain(predicted)}`;
  const of = `right in ${row.rightRuns} of ${row.plantedRuns} runs`;
  const off = error === null ? '' : `, error ${percent(error)} (mean of all runs ${percent(row.meanError)})`;
  return `${sayPlanted(row.planted)}\n    ${of}; ${sayPass(row)}; ${said}${off}`;
}

export function sayControlRow(row: ControlMemoryRow): string {
  return `${sayControl(row.control)}\n    ${sayPass(row)}`;
}

export function saySummary(summary: Summary, details: Details): string {
  const { medianSlowdown, worstSlowdown, strideAccuracy, mape, total, first, controlFalsePositives } = summary;
  const differ =
    details.outputsDiffer.length > 0 ? [`output differs under the pass: ${details.outputsDiffer.join(', ')}`] : [];
  return [
    `memory pass: median ${number(medianSlowdown)}x, worst ${number(worstSlowdown)}x of a plain run's time`,
    `strides: ${percent(strideAccuracy)} of recorded steps in the right bucket`,
    `planted finding first and at the right line in each of ${details.plantedRuns} runs in ${first} of ${total} (found in ${details.found})${details.fixedStillFound === null ? '' : `; still found after the fix: ${details.fixedStillFound}`}`,
    `gain of the fix, predicted against measured: mean absolute error ${percent(mape)} over ${details.predicted} predictions`,
    `${controlFalsePositives} problems in ${details.controlRuns} runs of ${details.controls} controls`,
    ...differ,
    `${details.machine}, Node ${details.node}, load average ${details.loadAverage.toFixed(1)}`,
  ].join('\n');
}

/** docs/memory.md. */
export function toMarkdown(
  summary: Summary,
  details: Details,
  planted: PlantedMemoryRow[],
  controls: ControlMemoryRow[],
): string {
  return [
    '# How good the memory pass is',
    '',
    `As measured by \`${details.command}\` on ${details.date}: ${details.machine}, Node ${details.node}, load average ${details.loadAverage.toFixed(1)}.`,
    '',
    `- The pass takes ${number(summary.medianSlowdown)} times as long as a plain run (median; worst ${number(summary.worstSlowdown)}). Nothing is timed in it.`,
    `- ${percent(summary.strideAccuracy)} of the steps it recorded are those of an instrumented copy of the same program.`,
    `- The planted finding came first and at its line in each of ${details.plantedRuns} runs in ${summary.first} of ${summary.total} programs; it was found in ${details.found}.`,
    `- What a fix would gain was predicted for ${details.predicted} of them in each run, with a mean absolute error of ${percent(summary.mape)} against plain runs of the program and its fix in turn.`,
    `- ${summary.controlFalsePositives} problems were found in ${details.controlRuns} runs of ${details.controls} programs in which there is none.`,
    '',
    'pass: wall time of the memory pass against a plain run. Intervals are of 90 %. The programs are described in',
    '[test/workloads](../test/workloads/README.md); predictions say what the whole run would gain, not the loop,',
    'and are those in the middle of the runs; errors are theirs and, in brackets, the mean of all runs.',
    '',
    ...listRows(planted, controls),
  ].join('\n');
}

function listRows(planted: PlantedMemoryRow[], controls: ControlMemoryRow[]): string[] {
  const head = [
    '| program | pass | strides right | found | at | fix gains | predicted | error |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
  ];
  const rows = planted.map(({ planted: { name, expected, rank, site, siteRight, gain: measured }, ...row }) => {
    const found = rank === null ? `not ${expected}` : `${expected}, rank ${rank}`;
    const at = site === null ? '–' : `${site}${siteRight ? '' : ' (wrong)'}`;
    const cells = [
      name,
      ratio(row.slowdown),
      percent(strideShare({ ...row, name })),
      `${found}${row.rightRuns === row.plantedRuns ? '' : ` (right in ${row.rightRuns} of ${row.plantedRuns} runs)`}`,
      at,
      measured === null ? '–' : ratio(measured),
      gain(row.predicted),
      row.error === null ? '–' : `${percent(row.error)} (${percent(row.meanError)})`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const controlRows = controls.map(({ control: { name, runs, falsePositives }, ...row }) => {
    const cells = [
      name,
      ratio(row.slowdown),
      percent(strideShare({ ...row, name })),
      `${falsePositives.length} problems in ${runs} runs`,
    ];
    return `| ${cells.join(' | ')} | | | | |`;
  });
  return [...head, ...rows, ...controlRows, ''];
}
