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

export function sayPlanted({
  name,
  expected,
  first,
  rank,
  siteRight,
  site,
  gain,
  fixedStillFound,
}: PlantedRow): string {
  const mark = rank === 1 ? '✓' : '✗';
  const reported = rank === 1 ? '' : ` reported first: ${first ?? 'nothing'},`;
  const place = site === null ? '' : ` at ${site}${siteRight ? '' : ' (not the planted line)'},`;
  const gained =
    gain === null
      ? ''
      : ` fix gains ${gain.value.toFixed(2)}x [${gain.interval.map((end) => end.toFixed(2)).join(', ')}]`;
  const still = fixedStillFound ? ', STILL FOUND after the fix' : '';
  return `${mark} ${name.padEnd(30)} ${expected}:${reported} rank ${rank ?? '–'},${place}${gained}${still}`;
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
