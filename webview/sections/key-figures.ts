import { formatCount, formatNs, formatPlural, formatRate, formatShare } from '../../src/report/format.js';
import type { KeyFigures, Report } from '../../src/report/report.js';
import type { Percentiles } from '../../src/statistics/percentiles.js';
import { createElement, setShareWidth, type Child } from '../dom.js';
import { createSection, type Section } from '../section.js';
import { createThreadTimeBar } from './thread-time-bar.js';

export function createKeyFigures(report: Report): Section {
  const { keyFigures: figures } = report;
  const workers = report.threads.filter(({ origin }) => origin !== 'main').length;
  const tiles = [
    figures.tasks === 0
      ? null
      : createTile('Throughput', formatRate(figures.throughputPerSecond, 'tasks'), formatPlural(figures.tasks, 'task')),
    figures.latencyNs === null ? null : createLatencyTile(figures, figures.latencyNs),
    figures.cpuEfficiency === null ? null : createEfficiencyTile(figures.cpuEfficiency, figures.cores),
    createTile(
      'Threads',
      formatCount(figures.threads),
      `at most at a time, on ${formatPlural(figures.cores, 'core')}; ${formatPlural(workers, 'worker')} in all`,
    ),
    createTile('Makespan', formatNs(figures.makespanNs), `${report.workloadClass} work`),
  ];
  return createSection(
    { id: 'figures', title: 'Key figures' },
    createElement('ul', { class: 'tiles' }, ...tiles),
    createThreadTimeBar(report),
  );
}

function createTile(label: string, value: string, note: string, ...more: readonly Child[]): HTMLElement {
  return createElement(
    'li',
    { class: 'tile' },
    createElement('p', { class: 'tile-label' }, label),
    createValue('p', value),
    ...more,
    createElement('p', { class: 'tile-note' }, note),
  );
}

/** The number large, its unit small beside it; `2 min 5 s` stays as it is. */
function createValue(tag: 'p' | 'dd', value: string): HTMLElement {
  const [number = '', unit, ...more] = value.split('\u00a0');
  if (unit === undefined || more.length > 0) return createElement(tag, { class: 'tile-value' }, value);
  const small = createElement('span', { class: 'tile-unit' }, unit);
  return createElement(tag, { class: 'tile-value' }, number, small);
}

function createLatencyTile({ queueNs, serviceNs }: KeyFigures, latency: Percentiles): HTMLElement {
  const parts = (['p50', 'p95', 'p99'] as const).map((key) =>
    createElement('div', {}, createValue('dd', formatNs(latency[key])), createElement('dt', {}, key)),
  );
  const notes = [
    ...(queueNs === null ? [] : [`queue ${formatNs(queueNs.p50)}`]),
    ...(serviceNs === null ? [] : [`service ${formatNs(serviceNs.p50)}`]),
  ];
  return createElement(
    'li',
    { class: 'tile tile-wide' },
    createElement('p', { class: 'tile-label' }, 'Task latency'),
    createElement('dl', { class: 'tile-parts' }, ...parts),
    notes.length === 0 ? null : createElement('p', { class: 'tile-note' }, `Medians: ${notes.join(', ')}`),
  );
}

function createEfficiencyTile(efficiency: number, cores: number): HTMLElement {
  const fill = createElement('div', { class: 'meter-fill' });
  setShareWidth(fill, efficiency);
  const meter = createElement('div', { class: 'meter' }, fill);
  return createTile('CPU efficiency', formatShare(efficiency), `of ${formatPlural(cores, 'core')} put to work`, meter);
}
