import { createDisclosure } from '../disclosure.js';
import { createElement } from '../dom.js';
import type { PageContext } from '../page.js';
import { mountChart, type Draw } from './setup.js';

export interface LegendEntry {
  label: string;
  /** Class of the style sheet that fills or lines the swatch. */
  swatch: string;
}

interface FigureOptions {
  id: string;
  /** What a reader who cannot see the chart should know of it, in a sentence. */
  label: string;
  heightPx: number;
  legend: readonly LegendEntry[];
  draw: Draw;
  /** The same figures as a table. */
  table: HTMLElement;
  /** The table says more than the chart, so it is not folded away. */
  isTableOpen?: boolean;
}

/** A chart with its legend and its figures as a table. The chart is drawn once the figure stands in the page. */
export function createFigure(
  context: PageContext,
  { id, label, heightPx, legend, draw, table, isTableOpen = false }: FigureOptions,
): HTMLElement {
  const canvas = createElement('canvas', { attributes: { role: 'img', 'aria-label': label } });
  const box = createElement('div', { class: 'chart' }, canvas);
  box.style.height = `${heightPx}px`;
  requestAnimationFrame(() => {
    if (canvas.isConnected) context.canvases.push(mountChart(canvas, draw));
  });
  return createElement(
    'figure',
    {},
    createLegend(legend),
    box,
    isTableOpen ? table : createDisclosure(context, { id: `${id}-table`, summary: 'Figures as a table' }, table),
  );
}

export function createLegend(entries: readonly LegendEntry[]): HTMLElement {
  return createElement(
    'ul',
    { class: 'legend' },
    ...entries.map(({ label, swatch }) =>
      createElement('li', {}, createElement('span', { class: `swatch ${swatch}` }), label),
    ),
  );
}
