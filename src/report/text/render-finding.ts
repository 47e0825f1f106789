import { formatCount, formatInterval, formatNs, formatPlural, formatShare, formatValue } from '../format.js';
import type { Evidence } from '../../detect/finding.js';
import type { ReportFinding } from '../report.js';
import { formatPlace } from './format-place.js';
import { alignColumns, cleanText, indentLines, wrapText, type Page } from './lines.js';

const INDENT = 5;
/** The heaviest pairs tell who is in whose way; the whole table is in the page. */
const MAX_PAIRS = 5;
const MIN_LABEL = 16;

/**
 * One finding: what, where, how much, why, what to do first, and what that would be worth.
 *
 * @param worth a line on the prediction; empty for none
 */
export function renderFinding(finding: ReportFinding, page: Page, worth: string): string[] {
  const { style } = page;
  const { rank, level, title, site, evidence, waitChain, waitsFor, related, recommendation } = finding;
  const width = page.width - INDENT;
  const [first = '', ...rest] = wrapText(title, width);
  const lines = [
    `${style(level === 'problem' ? 'red' : 'dim', String(rank).padStart(3))}  ${style('bold', first)}`,
    ...indentLines(rest, INDENT).map((line) => style('bold', line)),
  ];
  const add = (...added: string[]): number => lines.push(...indentLines(added, INDENT));
  add(...wrapText(describeStake(finding), width).map((line) => style('dim', line)));
  if (site !== null) add(`${style('cyan', formatPlace(site, page))}  ${cleanText(site.functionName)}`.trimEnd());
  for (const { label, place } of related) add(`${style('cyan', formatPlace(place, page))}  ${cleanText(label)}`);
  if (evidence.length > 0) add('', ...renderEvidence(evidence, width));
  if (waitChain.length > 0) add('', 'Wait chain', ...renderWaitChain(waitChain, page, width));
  if (waitsFor.length > 0) add('', 'Who waits for whom', ...renderWaitsFor(waitsFor));
  add(
    '',
    `${style('bold', 'What to change')} (effort: ${recommendation.effort})`,
    ...wrapText(recommendation.text, width),
    ...wrapText(worth, width).map((line) => style('green', line)),
  );
  return lines;
}

function describeStake(finding: ReportFinding): string {
  return [
    finding.level === 'problem' ? 'problem' : 'for information',
    finding.id,
    finding.workloadClass,
    `touches ${formatShare(finding.makespanShare)} of the run`,
    `${formatNs(finding.threadTimeLostNs)} of thread time lost (${formatShare(finding.threadTimeShare)})`,
    formatPlural(finding.sampleSize, 'event'),
  ].join(' · ');
}

/** Figures with units, 90 % intervals and sample sizes. Long labels wrap, so that figures stay in their columns. */
export function renderEvidence(evidence: readonly Evidence[], width: number): string[] {
  const figures = evidence.map((one) => [
    formatValue(one.value, one.unit),
    formatInterval(one),
    one.samples === undefined ? '' : `n = ${formatCount(one.samples)}`,
  ]);
  const taken = [0, 1, 2].map((column) => Math.max(...figures.map((row) => (row[column] ?? '').length)) + 2);
  const labelWidth = Math.max(MIN_LABEL, width - taken.reduce((sum, columns) => sum + columns, 0));
  const rows = evidence.flatMap(({ label }, index) => {
    const [first = '', ...rest] = wrapText(label, labelWidth);
    return [[first, ...(figures[index] ?? [])], ...rest.map((line) => [line])];
  });
  return alignColumns(rows, [1]);
}

function renderWaitChain(chain: ReportFinding['waitChain'], page: Page, width: number): string[] {
  return chain.flatMap(({ text, place }, index) => {
    const [first = '', ...rest] = wrapText(text, width - 3);
    const at = place === null ? [] : [`   ${page.style('cyan', formatPlace(place, page))}`];
    return [`${index + 1}. ${first}`, ...rest.map((line) => `   ${line}`), ...at];
  });
}

function renderWaitsFor(pairs: ReportFinding['waitsFor']): string[] {
  const rows = pairs
    .slice(0, MAX_PAIRS)
    .map(({ waiter, owner, waitNs, count }) => [
      `${cleanText(waiter)} → ${cleanText(owner)}`,
      formatNs(waitNs),
      `in ${formatPlural(count, 'wait')}`,
    ]);
  const more = pairs.length > MAX_PAIRS ? [`and ${formatPlural(pairs.length - MAX_PAIRS, 'more pair')}`] : [];
  return [...alignColumns(rows, [1]), ...more];
}
