import type { ReportWalk } from '../../src/report/report-memory.js';
import { createElement, setShareWidth } from '../dom.js';

const LINE_BYTES = 64;

/** A cache line, and what of it is used: the rest is loaded for nothing. */
export function createLineUse({ bytesPerLine }: Pick<ReportWalk, 'bytesPerLine'>): HTMLElement {
  const used = Math.round(bytesPerLine);
  const fill = createElement('div', { class: 'line-use-fill' });
  setShareWidth(fill, bytesPerLine / LINE_BYTES);
  return createElement(
    'div',
    { class: 'walk-figure' },
    createElement('p', { class: 'walk-label' }, 'Used of each line'),
    createElement('div', { class: 'line-use', attributes: { 'aria-hidden': 'true' } }, fill),
    createElement('p', {}, `${used} of ${LINE_BYTES} bytes`),
  );
}
