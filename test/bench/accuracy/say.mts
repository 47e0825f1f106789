import type { ControlRow } from './judge.mts';
import type { Estimate, Row, Scores } from './score.mts';

/** What `--json` holds. */
export interface Result extends Scores {
  machine: string;
  /** Of the last observation. */
  date: string;
  node: string;
  command: string;
  rows: Row[];
  controls: ControlRow[];
}

const percent = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(1)} %`);
const signed = (share: number | null): string => (share === null ? '–' : `${share > 0 ? '+' : ''}${percent(share)}`);
const estimate = (value: Estimate | null): string =>
  value === null ? '–' : `${value.speedUp.toFixed(2)} [${value.interval.map((end) => end.toFixed(2)).join(', ')}]`;

/** "pool-size threads=4" */
export function sayEdit({ kind, ...parameters }: Row['edit']): string {
  return [kind, ...Object.entries(parameters).map((pair) => pair.join('='))].join(' ');
}

/** A program other than the one people would profile is named: "oversized-pool (fixed.mjs)". */
function sayProgram({ program, base }: Row): string {
  const file = base.split(' ')[0] ?? base;
  return /^(?:bad|main|base)\./.test(file) ? program : `${program} (${file})`;
}

const inside = ({ inside: held }: Row): string => (held === null ? '–' : held ? 'yes' : 'no');

export function sayRow(row: Row): string {
  const head = `${sayProgram(row).padEnd(42)} ${sayEdit(row.edit).padEnd(42)}`;
  const observed = `observed ${estimate(row.observed)}`;
  if (row.predicted === null) return `${head} refused: ${row.refused ?? ''}  ${observed}`;
  const noise = row.observed !== null && row.observed.foreignShare > 0.1 ? '  (others used the machine)' : '';
  return `${head} predicted ${estimate(row.predicted).padEnd(20)} ${observed.padEnd(30)} ${signed(row.error).padStart(8)} ${inside(row)}${noise}`;
}

export function sayControl({ program, worthIt, refused }: ControlRow): string {
  const said = worthIt.length > 0 ? worthIt.join('; ') : refused === null ? 'nothing' : `nothing: ${refused}`;
  return `${program.padEnd(28)} control, recommended: ${said}`;
}

export function sayScores(scores: Scores): string {
  const { predictions, refused, spearman, mape, bias, coverage } = scores;
  return (
    `${predictions} predictions: Spearman ρ ${spearman.toFixed(3)}, MAPE ${percent(mape)}, bias ${signed(bias)}, ` +
    `${percent(coverage)} of the 90 % intervals held the observed median; ${refused} refused`
  );
}

const INTRODUCTION = [
  '# How right predictions are',
  '',
  '`npm run bench:accuracy` profiles each program of the zoo (and a few beside it) once, predicts each change from that profile, and times plain runs with and without the change in turns.',
  'The wall time of the whole process is what is compared. Targets: Spearman ρ ≥ 0.95, MAPE ≤ 10 %, and at least 85 % of the 90 % intervals holding what was observed.',
  '',
  'The rules for what is refused (`src/predict/refuse-edits.ts`) and the widths of the intervals (`src/predict/model-error.ts`) were set after looking at these programs, so expect less on others. With `--markdown docs/accuracy.md` the benchmark writes this page.',
  '',
];

/** The page that is committed: figures, all predictions, what was refused and what was said of the controls. */
export function toMarkdown(result: Result): string {
  const { rows } = result;
  const table = (chosen: readonly Row[]): string[] => [
    '| program | edit | predicted | observed | error | inside |',
    '| --- | --- | --- | --- | --- | --- |',
    ...chosen.map(
      (row) =>
        `| ${sayProgram(row)} | ${sayEdit(row.edit)} | ${estimate(row.predicted)} | ${estimate(row.observed)} | ${signed(row.error)} | ${inside(row)} |`,
    ),
  ];
  const refused = rows.filter((row) => row.refused !== null);
  return [
    ...INTRODUCTION,
    `${result.machine}, Node ${result.node}, ${result.date}, \`${result.command}\`: ${sayScores(result)}.`,
    '',
    ...table(rows.filter((row) => row.predicted !== null)),
    ...(refused.length === 0
      ? []
      : [
          '',
          '## Refused',
          '',
          'What was asked and not predicted, with what the re-runs showed.',
          '',
          '| program | edit | why | observed |',
          '| --- | --- | --- | --- |',
          ...refused.map(
            (row) => `| ${sayProgram(row)} | ${sayEdit(row.edit)} | ${row.refused ?? ''} | ${estimate(row.observed)} |`,
          ),
        ]),
    ...(result.controls.length === 0
      ? []
      : [
          '',
          '## Controls',
          '',
          'Programs in which nothing is to be gained, and what their reports recommend all the same.',
          '',
          '| control | recommended |',
          '| --- | --- |',
          ...result.controls.map(
            ({ program, worthIt, refused: why }) =>
              `| ${program} | ${worthIt.join('; ') || (why === null ? 'nothing' : `nothing: ${why}`)} |`,
          ),
        ]),
    '',
  ].join('\n');
}
