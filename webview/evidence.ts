import type { ReportFinding } from '../src/report/report.js';
import { formatCount, formatInterval, formatValue } from '../src/report/format.js';
import { createElement } from './dom.js';

/** Measured figures: value, 90 % interval, sample size. Few rows, so they do not sort. */
export function createEvidence(evidence: ReportFinding['evidence'], caption: string): HTMLElement {
  const withIntervals = evidence.some(({ interval }) => interval !== undefined);
  const withSamples = evidence.some(({ samples }) => samples !== undefined);
  const head = (label: string, numeric: boolean): HTMLElement =>
    createElement('th', { class: numeric ? 'numeric' : '', attributes: { scope: 'col' } }, label);
  const cell = (text: string): HTMLElement => createElement('td', { class: 'numeric' }, text);
  const rows = evidence.map((one) =>
    createElement(
      'tr',
      {},
      createElement('th', { attributes: { scope: 'row' } }, one.label),
      cell(formatValue(one.value, one.unit)),
      withIntervals ? cell(formatInterval(one)) : null,
      withSamples ? cell(one.samples === undefined ? '' : formatCount(one.samples)) : null,
    ),
  );
  return createElement(
    'table',
    { class: 'evidence' },
    createElement('caption', { class: 'hidden' }, caption),
    createElement(
      'thead',
      {},
      createElement(
        'tr',
        {},
        head('Measured', false),
        head('Value', true),
        withIntervals ? head('90 % interval', true) : null,
        withSamples ? head('Samples', true) : null,
      ),
    ),
    createElement('tbody', {}, ...rows),
  );
}
