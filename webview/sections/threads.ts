import { formatCount, formatNs, formatShare } from '../../src/report/format.js';
import type { Report, ReportThread } from '../../src/report/report.js';
import { THREAD_STATES, sumThreadTime } from '../../src/report/thread-time.js';
import { createFigure } from '../charts/figure.js';
import { formatTick, tooltipStyle, type Draw } from '../charts/setup.js';
import type { PageContext } from '../page.js';
import { createSection, type Section } from '../section.js';
import { createTable, numberCell, textCell } from '../table.js';
import { STATE_COLOURS } from '../thread-states.js';

/** More bars than this are no longer read one by one; the table has them all. */
const MAX_BARS = 32;
const BAR_PX = 22;
const AXIS_PX = 44;

export function createThreads({ threads }: Report, context: PageContext): Section | null {
  const states = sumThreadTime(threads).map(({ state }) => state);
  if (states.length === 0) return null;
  const longest = threads.toSorted((a, b) => b.endNs - b.beginNs - (a.endNs - a.beginNs)).slice(0, MAX_BARS);
  const shown = threads.length > MAX_BARS ? threads.filter((thread) => longest.includes(thread)) : threads;
  const note =
    shown.length < threads.length ? ` The ${MAX_BARS} that lived longest of ${threads.length}; the table has all.` : '';
  return createSection(
    { id: 'threads', title: 'Threads', note: `Where the time of each went.${note}` },
    createFigure(context, {
      id: 'threads',
      label: `Time of ${shown.length} threads by state. ${describeStates(threads)}`,
      heightPx: shown.length * BAR_PX + AXIS_PX,
      legend: states.map(({ key, label }) => ({ label, swatch: `fill-${STATE_COLOURS[key]}` })),
      draw: drawStates(shown, states),
      table: createThreadTable(threads),
    }),
  );
}

function describeStates(threads: readonly ReportThread[]): string {
  return sumThreadTime(threads)
    .map(({ state, share }) => `${formatShare(share)} ${state.label}`)
    .join(', ');
}

function drawStates(threads: readonly ReportThread[], states: readonly (typeof THREAD_STATES)[number][]): Draw {
  const longestNs = Math.max(...threads.map((thread) => states.reduce((sum, { key }) => sum + (thread[key] ?? 0), 0)));
  return (theme) => ({
    type: 'bar',
    data: {
      labels: threads.map(({ name }) => name),
      datasets: states.map(({ key, label }) => ({
        label,
        data: threads.map((thread) => thread[key] ?? 0),
        backgroundColor: theme[STATE_COLOURS[key]],
        barPercentage: 0.86,
        categoryPercentage: 0.92,
      })),
    },
    options: {
      indexAxis: 'y',
      interaction: { mode: 'index', axis: 'y', intersect: false },
      plugins: {
        tooltip: {
          ...tooltipStyle(theme),
          filter: ({ raw }) => Number(raw) > 0,
          callbacks: { label: ({ dataset, raw }) => ` ${dataset.label ?? ''}: ${formatNs(Number(raw))}` },
        },
      },
      scales: {
        x: { stacked: true, max: longestNs, ticks: { callback: formatTick, maxTicksLimit: 7, includeBounds: false } },
        y: { stacked: true, grid: { display: false } },
      },
    },
  });
}

function createThreadTable(threads: readonly ReportThread[]): HTMLElement {
  return createTable({
    caption: 'Threads',
    columns: [
      { label: 'Thread' },
      { label: 'Made by' },
      { label: 'Tasks', numeric: true },
      { label: 'Lived', numeric: true },
      ...THREAD_STATES.map(({ label }) => ({ label: capitalise(label), numeric: true })),
      { label: 'GC', numeric: true },
    ],
    rows: threads.map((thread) => [
      textCell(thread.name),
      textCell(thread.origin),
      numberCell(thread.tasks, formatCount),
      numberCell(thread.endNs - thread.beginNs, formatNs),
      ...THREAD_STATES.map(({ key }) => numberCell(thread[key], formatNs)),
      numberCell(thread.gcNs, formatNs),
    ]),
  });
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
