import { describeHeadline } from './describe-headline.js';
import { formatPlural } from './format.js';
import { describeWorth } from './describe-worth.js';
import type { Report } from './report.js';
import { indentLines, wrapText, type Page, type Style } from './text/lines.js';
import { renderDataQuality } from './text/render-data-quality.js';
import { renderEvidence, renderFinding } from './text/render-finding.js';
import { renderExtrapolation, renderPolicy, renderPredictions } from './text/render-predictions.js';
import { renderHeader, renderScalability } from './text/render-header.js';
import { renderMemory } from './text/render-memory.js';

export interface RenderTextOptions {
  /** Columns of the terminal; 80 to 120 read best, and no more than 120 are used. */
  width: number;
  /** `util.styleText` where colours are wanted; plain text without. */
  style?: Style;
}

const MIN_WIDTH = 40;
const MAX_WIDTH = 120;

/** The ranked report for a terminal; ends with a line break. */
export function renderText(report: Report, { width, style = (_, text) => text }: RenderTextOptions): string {
  const page: Page = { width: Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, width)), style, cwd: report.run.cwd };
  const inner: Page = { ...page, width: page.width - 2 };
  const sections = [
    renderHeader(report, page),
    renderFindings(report, page),
    renderVerdicts(report, page),
    section(
      'What a change is worth, predicted by replaying the run',
      renderPredictions(report.predictions, inner),
      page,
    ),
    ...report.predictions.policies.map((policy) =>
      section('Size of the pool, predicted', renderPolicy(policy, inner), page),
    ),
    section(
      'More cores, extrapolated',
      renderExtrapolation(report, inner),
      page,
      report.predictions.extrapolation !== null,
    ),
    section('Scalability', renderScalability(report), page, report.scalability.length > 0),
    section('Memory access', renderMemory(report, inner), page, report.memory !== null),
    section('Data quality', renderDataQuality(report, inner), page),
  ];
  const lines = sections.filter((lines) => lines.length > 0).flatMap((lines) => [...lines, '']);
  // Unbreakable spaces have done their work in wrapping; people grep for plain ones.
  return `${lines.slice(0, -1).join('\n')}\n`.replaceAll('\u00a0', ' ');
}

function section(title: string, lines: string[], { style }: Page, present = true): string[] {
  return present ? [style('bold', title), ...indentLines(lines, 2)] : [];
}

function renderFindings(report: Report, page: Page): string[] {
  const { findings } = report;
  if (findings.length === 0) return [];
  const problems = findings.filter(({ level }) => level === 'problem').length;
  const infos = findings.length - problems;
  const counts = [
    ...(problems > 0 ? [formatPlural(problems, 'problem')] : []),
    ...(infos > 0 ? [`${infos} for information`] : []),
  ];
  return [
    `${page.style('bold', 'Findings')} (${counts.join(', ')})`,
    ...findings.flatMap((finding) => ['', ...renderFinding(finding, page, describeWorth(report, finding))]),
  ];
}

/** What the headline has said already, and nothing else is known of, is not said twice. */
function renderVerdicts(report: Report, page: Page): string[] {
  const { detail } = describeHeadline(report);
  const verdicts = report.verdicts.filter(({ message, evidence }) => message !== detail || evidence.length > 0);
  if (verdicts.length === 0) return [];
  const lines = verdicts.flatMap(({ id, message, evidence }) => [
    ...wrapText(`${id}: ${message}`, page.width - 2),
    ...indentLines(renderEvidence(evidence, page.width - 4), 2),
  ]);
  return section(verdicts.length === 1 ? 'Verdict' : 'Verdicts', lines, page);
}
