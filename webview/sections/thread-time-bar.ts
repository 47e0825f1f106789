import { formatNs, formatShare } from '../../src/report/format.js';
import type { Report } from '../../src/report/report.js';
import { sumThreadTime } from '../../src/report/thread-time.js';
import { createElement, setShareWidth } from '../dom.js';
import { STATE_COLOURS } from '../thread-states.js';

/** Where the time of all threads went, as one bar with its figures below. */
export function createThreadTimeBar({ threads }: Report): HTMLElement | null {
  const times = sumThreadTime(threads);
  if (times.length === 0) return null;
  const parts = times.map(({ state, share }) => {
    const part = createElement('div', { class: `bar-part fill-${STATE_COLOURS[state.key]}` });
    setShareWidth(part, share);
    return part;
  });
  const entries = times.map(({ state, ns, share }) =>
    createElement(
      'li',
      {},
      createElement('span', { class: `swatch fill-${STATE_COLOURS[state.key]}` }),
      createElement('span', { class: 'legend-label' }, state.label),
      createElement('span', { class: 'legend-value' }, `${formatShare(share)} · ${formatNs(ns)}`),
    ),
  );
  return createElement(
    'div',
    { class: 'thread-time' },
    createElement('h3', {}, 'Where thread time went'),
    createElement('div', { class: 'bar', attributes: { 'aria-hidden': 'true' } }, ...parts),
    createElement('ul', { class: 'legend' }, ...entries),
  );
}
