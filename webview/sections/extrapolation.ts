import { formatCount, formatNs, formatPlural } from '../../src/report/format.js';
import type { Report } from '../../src/report/report.js';
import { formatSpeedUpInterval } from '../../src/report/say-prediction.js';
import {
  describeExtrapolation,
  listExtrapolation,
  paysMoreCores,
  type ExtrapolationRow,
} from '../../src/report/tell-predictions.js';
import { drawExtrapolation } from '../charts/draw-extrapolation.js';
import { createFigure } from '../charts/figure.js';
import { createElement } from '../dom.js';
import type { PageContext } from '../page.js';
import { createSection, type Section } from '../section.js';
import { createTable, numberCell, type Cell } from '../table.js';

const CHART_PX = 300;

/** The same run on other numbers of cores, and from where on more of them stop paying. */
export function createExtrapolation(report: Report, context: PageContext): Section | null {
  const { extrapolation } = report.predictions;
  if (extrapolation === null) return null;
  const told = describeExtrapolation(extrapolation);
  return createSection(
    {
      id: 'extrapolation',
      title: 'More cores',
      badge: 'extrapolated',
      note: 'The recorded run replayed on machines it never ran on: farther from measured than any other figure here.',
    },
    createElement('p', {}, createElement('strong', {}, told)),
    // A chart of ones tells nothing.
    paysMoreCores(extrapolation) ? createChart(report, told, context) : null,
  );
}

function createChart({ predictions, keyFigures }: Report, told: string, context: PageContext): HTMLElement | null {
  const { extrapolation } = predictions;
  if (extrapolation === null) return null;
  const rows = listExtrapolation(extrapolation);
  const isSized = rows.some(({ sized }) => sized !== null);
  const { stopsPayingAt } = extrapolation;
  return createFigure(context, {
    id: 'extrapolation',
    label: `Extrapolated speed-up on ${rows[0]?.cores ?? 0} to ${rows.at(-1)?.cores ?? 0} cores. ${told}`,
    heightPx: CHART_PX,
    legend: [
      { label: 'extrapolated, as it is', swatch: 'swatch-line' },
      ...(isSized ? [{ label: 'extrapolated, a thread a core', swatch: 'swatch-sized' }] : []),
      { label: '90\u00a0% intervals', swatch: 'swatch-faded' },
      { label: 'as recorded', swatch: 'swatch-dashed' },
      ...(stopsPayingAt === null
        ? []
        : [{ label: `more stop paying: ${formatPlural(stopsPayingAt, 'core')}`, swatch: 'swatch-cores' }]),
    ],
    draw: drawExtrapolation(rows, { stopsPayingAt, recordedOn: keyFigures.cores }),
    table: createExtrapolationTable(rows, isSized),
  });
}

function createExtrapolationTable(rows: readonly ExtrapolationRow[], isSized: boolean): HTMLElement {
  const cells = (point: ExtrapolationRow['asIs']): Cell[] =>
    point === null
      ? [numberCell(null, String), numberCell(null, String)]
      : [
          { content: formatSpeedUpInterval(point.speedUp, point.speedUpInterval), sort: point.speedUp },
          numberCell(point.makespanNs, formatNs),
        ];
  const labels = ['Cores', 'As it is', 'Run takes', ...(isSized ? ['A thread a core', 'Run takes'] : [])];
  return createTable({
    caption: 'Speed-up on other numbers of cores, extrapolated, with 90\u00a0% intervals',
    columns: labels.map((label) => ({ label, numeric: true })),
    rows: rows.map(({ cores, asIs, sized }) => [
      numberCell(cores, formatCount),
      ...cells(asIs),
      ...(isSized ? cells(sized) : []),
    ]),
  });
}
