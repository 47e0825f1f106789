import { describeWorkingSet } from '../../src/report/describe-walk.js';
import { formatMemory } from '../../src/report/format.js';
import type { ReportMemory } from '../../src/report/report-memory.js';
import { createElement } from '../dom.js';

/** What is shown left of the smallest and right of the largest mark, as a factor. */
const MARGIN = 4;

/** The bytes walked in one go on a logarithmic scale beside the machine's caches. */
export function createCacheScale(workingSetBytes: number, caches: ReportMemory['caches']): HTMLElement {
  const marks = [workingSetBytes, ...caches.map(({ bytes }) => bytes)].filter((bytes) => bytes > 0);
  const low = Math.log2(Math.min(...marks) / MARGIN);
  const high = Math.log2(Math.max(...marks) * MARGIN);
  const place = (element: HTMLElement, bytes: number): HTMLElement => {
    element.style.left = `${((Math.log2(Math.max(1, bytes)) - low) / (high - low)) * 100}%`;
    return element;
  };
  const ticks = caches.map(({ level, bytes }) =>
    place(
      createElement('span', { class: 'cache-tick', attributes: { title: formatMemory(bytes) } }, `L${level}`),
      bytes,
    ),
  );
  return createElement(
    'div',
    { class: 'walk-figure' },
    createElement('p', { class: 'walk-label' }, 'Walked in one go'),
    createElement(
      'div',
      { class: 'cache-scale', attributes: { 'aria-hidden': 'true' } },
      ...ticks,
      marks.length === 0 ? null : place(createElement('span', { class: 'cache-mark' }), workingSetBytes),
    ),
    createElement('p', {}, describeWorkingSet(workingSetBytes, caches)),
  );
}
