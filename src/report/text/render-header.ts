import { describeHeadline, type Headline } from '../describe-headline.js';
import { formatCount, formatNs, formatPlural, formatRate, formatShare } from '../format.js';
import type { Percentiles } from '../../statistics/percentiles.js';
import type { KeyFigures, Report } from '../report.js';
import { sumThreadTime } from '../thread-time.js';
import { alignColumns, cleanText, indentLines, wrapText, type Page } from './lines.js';

const TONES: Record<Headline['tone'], 'red' | 'green' | 'yellow'> = { problem: 'red', good: 'green', unsure: 'yellow' };

/** Wide enough for the longest, `CPU efficiency`, so that all figures stand in one column. */
const LABEL_WIDTH = 14;

/** Command, circumstances, the run in one sentence, and its key figures. */
export function renderHeader(report: Report, page: Page): string[] {
  const { style, width } = page;
  const headline = describeHeadline(report);
  const command = wrapText(report.run.command.join(' '), width - 12);
  return [
    ...command.map((line, index) => `${index === 0 ? style('bold', 'Threadwise') : ' '.repeat(10)}  ${line}`),
    ...indentLines(wrapText(describeCircumstances(report), width - 12), 12).map((line) => style('dim', line)),
    '',
    ...indentLines(wrapText(headline.text, width - 2), 2).map((line) =>
      style('bold', style(TONES[headline.tone], line)),
    ),
    ...indentLines(wrapText(headline.detail, width - 2), 2),
    '',
    ...indentLines(renderKeyFigures(report.keyFigures), 2),
    ...renderThreadTime(report, page),
  ];
}

function describeCircumstances({ run, keyFigures: { threads, cores, makespanNs } }: Report): string {
  const parts = [
    `${formatPlural(threads, 'thread')} on ${formatPlural(cores, 'core')}`,
    formatNs(makespanNs),
    `Node ${run.nodeVersion.replace(/^v/, '')}`,
  ];
  if (run.signal !== null) parts.push(`ended by ${run.signal}`);
  else if (run.exitCode !== null) parts.push(`exit code ${run.exitCode}`);
  return cleanText(parts.join(' · '));
}

function renderKeyFigures(figures: KeyFigures): string[] {
  const { makespanNs, tasks, throughputPerSecond, cpuEfficiency, cores } = figures;
  const rows = [['Makespan'.padEnd(LABEL_WIDTH), formatNs(makespanNs)]];
  if (tasks > 0)
    rows.push(['Throughput', `${formatRate(throughputPerSecond, 'tasks')}  (${formatPlural(tasks, 'task')})`]);
  if (cpuEfficiency !== null) {
    rows.push(['CPU efficiency', `${formatShare(cpuEfficiency)} of ${formatPlural(cores, 'core')}`]);
  }
  const timings: [string, Percentiles | null][] = [
    ['Latency', figures.latencyNs],
    ['Queue', figures.queueNs],
    ['Service', figures.serviceNs],
  ];
  for (const [label, spans] of timings) {
    if (spans !== null) rows.push([label, describePercentiles(spans)]);
  }
  return alignColumns(rows);
}

function describePercentiles({ p50, p95, p99, max }: Percentiles): string {
  const cells = [`p50 ${formatNs(p50)}`, `p95 ${formatNs(p95)}`, `p99 ${formatNs(p99)}`, `max ${formatNs(max)}`];
  return cells.map((cell) => cell.padEnd(13)).join('  ');
}

function renderThreadTime({ threads }: Report, { width }: Page): string[] {
  const times = sumThreadTime(threads);
  if (times.length === 0) return [];
  const parts = times.map(({ state, share }) => `${formatShare(share)} ${state.label}`);
  const label = 'Thread time'.padEnd(LABEL_WIDTH + 2);
  const lines = wrapText(parts.join(' · '), width - label.length - 2);
  return lines.map((line, index) => `  ${index === 0 ? label : ' '.repeat(label.length)}${line}`);
}

/** The scalability curve as a table. */
export function renderScalability({ scalability }: Report): string[] {
  const rows = scalability.map(({ threads, runs, throughputPerSecond, interval, speedUp, latencyNs }) => [
    threads === 0 ? 'inline' : formatCount(threads),
    formatRate(throughputPerSecond),
    interval.map((end) => formatRate(end)).join(' – '),
    `${speedUp.toFixed(2)}×`,
    latencyNs === null ? '' : formatNs(latencyNs.p95),
    formatCount(runs),
  ]);
  const head = ['threads', 'throughput', '90 % interval', 'speed-up', 'p95', 'runs'];
  return alignColumns([head, ...rows], [0, 1, 2, 3, 4, 5]);
}
