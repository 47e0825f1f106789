import type { Ratio } from '../overhead/statistics.mts';
import type { ControlRow, PlantedRow } from './judge.mts';

/** What `--json` holds, without the rows. */
export interface Summary {
  /** Programs with a planted cause, and how many had it reported first, and among the first three. */
  total: number;
  first: number;
  topThree: number;
  sitesRight: number;
  fixedStillFound: number;
  controls: number;
  controlRuns: number;
  controlFalsePositives: number;
  loadAverage: number;
  cores: number;
}

export function sayPlanted(row: PlantedRow): string {
  const { name, expected, first, rank, siteRight, site, gain, fixedStillFound } = row;
  const parts = [
    ...(rank === 1 ? [] : [`reported first: ${first ?? 'nothing'}`]),
    `rank ${rank ?? '–'}`,
    ...(site === null ? [] : [`at ${site}${siteRight ? '' : ' (not the planted line)'}`]),
    ...(gain === null ? [] : [`fix gains ${sayRatio(gain)}`]),
    ...(fixedStillFound ? ['STILL FOUND after the fix'] : []),
  ];
  return `${rank === 1 ? '✓' : '✗'} ${name.padEnd(30)} ${expected}: ${parts.join(', ')}`;
}

function sayRatio({ value, interval }: Ratio): string {
  return `${value.toFixed(2)}x [${interval.map((end) => end.toFixed(2)).join(', ')}]`;
}

export function sayControl({ name, runs, falsePositives, verdicts, verdictRight }: ControlRow): string {
  const mark = falsePositives.length === 0 ? '✓' : '✗';
  const found = falsePositives.map(({ run, id, title }) => `\n      run ${run}: ${id}: ${title}`).join('');
  const said = [...new Set(verdicts)].join(' | ') || 'none';
  return `${mark} ${name.padEnd(30)} control, ${runs} runs: ${falsePositives.length} problems, verdict ${said}${verdictRight ? '' : ' (another was expected)'}${found}`;
}

export function saySummary(summary: Summary): string {
  const { total, first, topThree, sitesRight, fixedStillFound, controls, controlRuns, controlFalsePositives } = summary;
  return [
    '',
    `planted cause first in ${first} of ${total}, among the first three in ${topThree}, at the planted line in ${sitesRight}`,
    `still found after the fix: ${fixedStillFound}`,
    `${controlFalsePositives} problems in ${controlRuns} runs of ${controls} controls`,
    `load average ${summary.loadAverage.toFixed(1)} on ${summary.cores} cores`,
  ].join('\n');
}
