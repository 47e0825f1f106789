import { formatNs, formatRate } from '../../src/report/format.js';
import type { Report, ReportPolicy } from '../../src/report/report.js';
import { formatSpeedUpInterval } from '../../src/report/say-prediction.js';
import { describeWinner, listPolicies, pasteOfWinner, type PolicyRow } from '../../src/report/tell-predictions.js';
import { createCode } from '../copy-button.js';
import { createElement } from '../dom.js';
import type { PageContext } from '../page.js';
import { createPlace } from '../place.js';
import { createSection, type Section } from '../section.js';
import { createTable, numberCell, textCell, type Cell } from '../table.js';

const NS_PER_SECOND = 1e9;

/** For each pool: which size or policy does best on the load that was recorded, and the settings to paste. */
export function createPoolSize(report: Report, context: PageContext): Section | null {
  const { policies } = report.predictions;
  if (policies.length === 0) return null;
  return createSection(
    {
      id: 'pool-size',
      title: 'Pool size',
      badge: 'predicted',
      note: 'Fixed sizes and adaptive policies, each replayed on the tasks as they arrived.',
    },
    ...policies.map((policy) => createPolicy(policy, report, context)),
  );
}

function createPolicy(policy: ReportPolicy, report: Report, context: PageContext): HTMLElement {
  const { site, library } = policy;
  const paste = pasteOfWinner(policy);
  return createElement(
    'div',
    { class: 'policy' },
    createElement(
      'p',
      { class: 'card-meta' },
      library === '' ? null : createElement('span', {}, library),
      site === null ? null : createPlace(site, context),
    ),
    createElement('p', {}, createElement('strong', {}, describeWinner(policy))),
    paste === null ? null : createElement('p', { class: 'note' }, 'To paste:'),
    paste === null ? null : createCode(paste, context),
    createPolicyTable(policy, report),
  );
}

function createPolicyTable(
  policy: ReportPolicy,
  { keyFigures: { tasks, latencyNs, ...rest }, predictions }: Report,
): HTMLElement {
  // Speed-ups are against the whole recorded run; key figures leave out how it warmed up.
  const makespanNs = predictions.identity?.recordedMakespanNs ?? rest.makespanNs;
  const throughputPerSecond = makespanNs > 0 ? (tasks / makespanNs) * NS_PER_SECOND : 0;
  const asItIs: Cell[] = [
    textCell(policy.winner === 'as-it-is' ? 'As it is, measured: best' : 'As it is, measured'),
    textCell(''),
    { content: '–', sort: 1 },
    ...toFigures({ makespanNs, latencyNs, throughputPerSecond }),
  ];
  return createTable({
    caption: `Pool sizes and policies${policy.site === null ? '' : ` of the pool at ${policy.site.label}`}, predicted`,
    columns: [
      { label: 'Pool' },
      { label: 'Settings' },
      { label: 'Predicted', numeric: true },
      ...['Run takes', 'p50', 'p95', 'p99', 'Throughput'].map((label) => ({ label, numeric: true })),
    ],
    rows: [asItIs, ...listPolicies(policy).map((row) => toCells(row, policy.winner))],
  });
}

function toCells({ kind, label, paste, prediction }: PolicyRow, winner: ReportPolicy['winner']): Cell[] {
  const { speedUp, speedUpInterval } = prediction;
  return [
    textCell(kind === winner ? `${label}: wins` : label),
    { content: createElement('code', {}, paste), sort: paste },
    { content: formatSpeedUpInterval(speedUp, speedUpInterval), sort: speedUp },
    ...toFigures(prediction),
  ];
}

type Figures = Pick<PolicyRow['prediction'], 'makespanNs' | 'latencyNs' | 'throughputPerSecond'>;

function toFigures({ makespanNs, latencyNs, throughputPerSecond }: Figures): Cell[] {
  return [
    numberCell(makespanNs, formatNs),
    ...(['p50', 'p95', 'p99'] as const).map((key) => numberCell(latencyNs?.[key] ?? null, formatNs)),
    numberCell(throughputPerSecond, (value) => formatRate(value, 'tasks')),
  ];
}
