import type { Prediction } from '../../predict/prediction.js';
import { formatCount, formatNs } from '../format.js';
import type { Report, ReportPolicy, ReportPredictions, ReportRecommendation } from '../report.js';
import { formatSpeedUpInterval, isRefusal } from '../say-prediction.js';
import {
  describeCalibration,
  describeExtrapolation,
  describeIdentity,
  describeOutcome,
  listExtrapolation,
  pasteOfWinner,
  paysMoreCores,
} from '../tell-predictions.js';
import { formatPlace } from './format-place.js';
import { alignColumns, cleanText, indentLines, wrapText, type Page } from './lines.js';

const INDENT = 5;

/** What changes would be worth, in the order to make them; then what is not worth it, and what could not be predicted. */
export function renderPredictions(
  { ranking, refusal, identity, calibration }: ReportPredictions,
  page: Page,
): string[] {
  const { width, style } = page;
  const calibrated = calibration === null ? [] : ['', ...wrapText(describeCalibration(calibration), width)];
  if (refusal !== null) {
    const reasons = refusal.reasons.flatMap(({ message }) => renderPoint(message, width));
    return ['Nothing is predicted from this run:', ...reasons, ...calibrated];
  }
  const lines = identity === null ? [] : wrapText(describeIdentity(identity), width);
  if (ranking.worthIt.length === 0) {
    lines.push(...wrapText('No change that was replayed gains more than re-runs of one program differ by.', width));
  }
  ranking.worthIt.forEach(({ recommendation, marginalSpeedUp, marginalInterval }, index) => {
    const gain = formatSpeedUpInterval(marginalSpeedUp, marginalInterval);
    const note = index === 0 ? gain : `${gain} on top of that; alone ${sayAlone(recommendation)}`;
    lines.push('', ...renderChange(`${index + 1}`, recommendation, [sayHow(recommendation)], page, note));
  });
  const { combined } = ranking;
  if (combined !== null && ranking.worthIt.length > 1) {
    lines.push('', ...wrapText(`All together ${describeOutcome(combined)}`, width).map((line) => style('bold', line)));
  }
  if (ranking.notWorthIt.length > 0) lines.push('', style('bold', 'Not worth it'));
  for (const { recommendation, reason } of ranking.notWorthIt) {
    lines.push(...renderChange('-', recommendation, [reason], page));
  }
  if (ranking.refused.length > 0) lines.push('', style('bold', 'No prediction'));
  for (const recommendation of ranking.refused) {
    const { prediction } = recommendation;
    const reasons = isRefusal(prediction) ? prediction.reasons.map(({ message }) => message) : [];
    lines.push(...renderChange('-', recommendation, reasons, page));
  }
  return [...lines, ...calibrated];
}

/** Which pool settings do best on the load that was recorded. */
export function renderPolicy(policy: ReportPolicy, page: Page): string[] {
  const paste = pasteOfWinner(policy);
  return [
    ...(policy.site === null ? [] : [page.style('cyan', formatPlace(policy.site, page))]),
    ...wrapText(policy.verdict, page.width),
    ...(paste === null ? [] : wrapText(`To paste: ${paste}`, page.width).map((line) => page.style('bold', line))),
  ];
}

/** The same run on other numbers of cores. */
export function renderExtrapolation({ predictions: { extrapolation } }: Report, { width }: Page): string[] {
  if (extrapolation === null) return [];
  const told = wrapText(describeExtrapolation(extrapolation), width);
  if (!paysMoreCores(extrapolation)) return told;
  const rows = listExtrapolation(extrapolation);
  const hasSized = rows.some(({ sized }) => sized !== null);
  const cell = (point: (typeof rows)[number]['asIs']): string =>
    point === null
      ? ''
      : `${formatSpeedUpInterval(point.speedUp, point.speedUpInterval)}  ${formatNs(point.makespanNs)}`;
  const head = ['cores', 'as it is', ...(hasSized ? ['a thread a core'] : [])];
  const table = rows.map(({ cores, asIs, sized }) => [
    formatCount(cores),
    cell(asIs),
    ...(hasSized ? [cell(sized)] : []),
  ]);
  return [...told, '', ...alignColumns([head, ...table], [0])];
}

function renderChange(
  mark: string,
  { title, effort, key }: ReportRecommendation,
  notes: readonly string[],
  page: Page,
  gain = '',
): string[] {
  const width = page.width - INDENT;
  const [first = '', ...rest] = wrapText(title, width);
  return [
    `${mark.padStart(INDENT - 2)}  ${page.style('bold', first)}`,
    ...indentLines(rest, INDENT).map((line) => page.style('bold', line)),
    ...indentLines(wrapText(gain, width), INDENT).map((line) => page.style('green', line)),
    ...notes.flatMap((note) => indentLines(wrapText(note, width), INDENT)),
    ...indentLines(wrapText(`effort: ${effort} · ${cleanText(key)}`, width), INDENT).map((line) =>
      page.style('dim', line),
    ),
  ];
}

function renderPoint(text: string, width: number): string[] {
  const [first = '', ...rest] = wrapText(text, width - 2);
  return [`- ${first}`, ...indentLines(rest, 2)];
}

function sayAlone({ prediction }: ReportRecommendation): string {
  return isRefusal(prediction) ? 'not known' : sayGain(prediction);
}

function sayGain({ speedUp, speedUpInterval }: Prediction): string {
  return formatSpeedUpInterval(speedUp, speedUpInterval);
}

/** Whether a machine can try it, or a person has to. */
function sayHow({ change, key, whyByHand }: ReportRecommendation): string {
  if (change === null) return whyByHand === null ? 'By hand.' : `By hand: ${cleanText(whyByHand)}`;
  return `To see whether it comes true: threadwise verify ${key}`;
}
