import { formatNs } from '../../src/report/format.js';
import type { ReportRanking } from '../../src/report/report.js';
import { formatSpeedUpInterval, isRefusal } from '../../src/report/say-prediction.js';
import { createFigure } from '../charts/figure.js';
import { createElement } from '../dom.js';
import type { PageContext } from '../page.js';
import { createTable, numberCell, textCell, type Cell } from '../table.js';
import { createAssumptions } from './assumptions.js';
import { createChangeName, createTrial, weighEffort } from './change-parts.js';
import { drawGains, type Gain } from './draw-gains.js';

const ROW_PX = 38;
const AXIS_PX = 48;

type Shown = Pick<ReportRanking, 'worthIt' | 'combined'>;

/** The changes worth making, in their order: how much each would gain, drawn and in figures, where, and for what effort. */
export function createChangeFigure(shown: Shown, context: PageContext): HTMLElement {
  const gains = listGains(shown);
  const told = gains.map(({ label, speedUp, interval }) => `${label} ${formatSpeedUpInterval(speedUp, interval)}`);
  return createFigure(context, {
    id: 'changes',
    label: `Predicted speed-up with 90\u00a0% intervals: ${told.join(', ')}.`,
    heightPx: AXIS_PX + gains.length * ROW_PX,
    legend: [
      { label: 'predicted, the change alone', swatch: 'swatch-gain' },
      ...(gains.length > shown.worthIt.length ? [{ label: 'predicted, all together', swatch: 'swatch-together' }] : []),
      { label: '90\u00a0% interval', swatch: 'swatch-whisker' },
    ],
    draw: drawGains(gains),
    table: createChangeTable(shown, context),
    isTableOpen: true,
  });
}

function listGains({ worthIt, combined }: Shown): Gain[] {
  const alone = worthIt.flatMap(({ recommendation: { key, prediction } }, index): Gain[] => {
    if (isRefusal(prediction)) return [];
    const { speedUp, speedUpInterval } = prediction;
    return [{ label: `${index + 1} ${key}`, speedUp, interval: speedUpInterval, isTogether: false }];
  });
  if (combined === null || worthIt.length < 2) return alone;
  const { speedUp, speedUpInterval } = combined;
  return [...alone, { label: 'all together', speedUp, interval: speedUpInterval, isTogether: true }];
}

function createChangeTable({ worthIt }: Shown, context: PageContext): HTMLElement {
  const isSeveral = worthIt.length > 1;
  const table = createTable({
    caption: 'Changes worth making, predicted',
    columns: [
      { label: '#', numeric: true },
      { label: 'Change' },
      { label: 'Alone, predicted', numeric: true },
      ...(isSeveral ? [{ label: 'After those above', numeric: true }] : []),
      { label: 'Effort' },
    ],
    rows: worthIt.map(({ recommendation, marginalSpeedUp, marginalInterval }, index) => {
      const { prediction, key, effort } = recommendation;
      const change = createElement(
        'div',
        { class: 'change' },
        createChangeName(recommendation, context),
        createTrial(recommendation, context),
        isRefusal(prediction) ? null : createAssumptions(key, prediction, context),
      );
      const marginal = formatSpeedUpInterval(marginalSpeedUp, marginalInterval);
      return [
        numberCell(index + 1, String),
        { content: change, sort: recommendation.title },
        isRefusal(prediction) ? textCell('–') : aloneCell(prediction),
        ...(isSeveral ? [{ content: index === 0 ? '–' : marginal, sort: marginalSpeedUp }] : []),
        { content: effort, sort: weighEffort(effort) },
      ];
    }),
  });
  table.classList.add('table-changes');
  return table;
}

function aloneCell({
  speedUp,
  speedUpInterval,
  makespanNs,
  latencyNs,
}: Exclude<ReportRanking['combined'], null>): Cell {
  const p95 = latencyNs === null ? '' : `, p95 ${formatNs(latencyNs.p95)}`;
  const content = createElement(
    'div',
    {},
    createElement('strong', {}, formatSpeedUpInterval(speedUp, speedUpInterval)),
    createElement('span', { class: 'note' }, `${formatNs(makespanNs)}${p95}`),
  );
  return { content, sort: speedUp };
}
