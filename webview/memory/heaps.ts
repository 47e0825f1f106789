import { formatBytes, formatNs } from '../../src/report/format.js';
import type { ReportHeap, ReportMemory } from '../../src/report/report-memory.js';
import { createFigure } from '../charts/figure.js';
import { formatTick, tooltipStyle, type Draw } from '../charts/setup.js';
import type { PageContext } from '../page.js';
import { createTable, numberCell, textCell } from '../table.js';
import type { SeriesColour } from '../theme.js';
import { placeCell } from './memory-tables.js';
import { createPart } from './part.js';
import type { NameThread } from './thread-names.js';

const CHART_PX = 240;
/** More lines than this are no longer told apart; the table has them all. */
const MAX_LINES = 6;
const COLOURS: readonly SeriesColour[] = ['blue', 'orange', 'green', 'purple', 'red', 'yellow'];
/** Told apart without their colours. */
const DASHES: readonly number[][] = [[], [7, 4], [2, 3], [10, 3, 2, 3], [4, 4], [1, 2]];

/** What is left on each thread's heap after collections: a line that keeps rising is a leak, or a cache without a bound. */
export function createHeaps({ heaps }: ReportMemory, context: PageContext, nameOf: NameThread): HTMLElement | null {
  const curves = heaps.filter(({ points }) => points.length > 1).toSorted((a, b) => lastOf(b) - lastOf(a));
  if (curves.length === 0) return null;
  const shown = curves.slice(0, MAX_LINES);
  const told = shown.map((heap) => `${nameOf(heap.thread)} ${formatBytes(lastOf(heap))}`);
  const more = curves.length - shown.length;
  return createPart(
    {
      id: 'heaps',
      title: 'Heap after collections',
      note: `What is still in use, by thread.${more > 0 ? ` The ${MAX_LINES} largest; the table has all.` : ''}`,
    },
    createFigure(context, {
      id: 'heaps',
      label: `Bytes left on the heap after collections, at the end: ${told.join(', ')}.`,
      heightPx: CHART_PX,
      legend: shown.map(({ thread }, index) => ({
        label: nameOf(thread),
        swatch: `swatch-series swatch-series-${index}`,
      })),
      draw: drawHeaps(shown, nameOf),
      table: createHeapTable(curves, context, nameOf),
    }),
  );
}

function lastOf({ points }: ReportHeap): number {
  return points.at(-1)?.liveBytes ?? 0;
}

function drawHeaps(heaps: readonly ReportHeap[], nameOf: NameThread): Draw {
  const beginNs = Math.min(...heaps.flatMap(({ points }) => points.map(({ atNs }) => atNs)));
  return (theme) => ({
    type: 'line',
    data: {
      datasets: heaps.map(({ thread, points }, index) => ({
        label: nameOf(thread),
        data: points.map(({ atNs, liveBytes }) => ({ x: atNs - beginNs, y: liveBytes })),
        borderColor: theme[COLOURS[index] ?? 'blue'],
        backgroundColor: theme[COLOURS[index] ?? 'blue'],
        borderDash: DASHES[index] ?? [],
        borderWidth: 2,
        pointRadius: 2.5,
      })),
    },
    options: {
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      plugins: {
        tooltip: {
          ...tooltipStyle(theme),
          callbacks: {
            title: ([item]) => `after ${formatNs(item?.parsed.x ?? 0)}`,
            label: ({ dataset, parsed }) => ` ${dataset.label ?? ''}: ${formatBytes(parsed.y ?? 0)}`,
          },
        },
      },
      scales: {
        x: {
          type: 'linear',
          grid: { display: false },
          ticks: { callback: formatTick, maxTicksLimit: 8 },
          title: { display: true, text: 'in the memory pass' },
        },
        y: { beginAtZero: true, ticks: { callback: (value) => formatBytes(Number(value)), maxTicksLimit: 6 } },
      },
    },
  });
}

function createHeapTable(heaps: readonly ReportHeap[], context: PageContext, nameOf: NameThread): HTMLElement {
  const perSecond = (value: number): string => `${value < 0 ? '-' : ''}${formatBytes(Math.abs(value))}/s`;
  return createTable({
    caption: 'Heap after collections',
    columns: [
      { label: 'Thread' },
      { label: 'Collections', numeric: true },
      { label: 'First', numeric: true },
      { label: 'Last', numeric: true },
      { label: 'Grows by', numeric: true },
      { label: '90 % interval', numeric: true },
      { label: 'Most of it allocated at' },
    ],
    rows: heaps.map((heap) => [
      textCell(nameOf(heap.thread)),
      numberCell(heap.points.length, String),
      numberCell(heap.points[0]?.liveBytes ?? null, formatBytes),
      numberCell(lastOf(heap), formatBytes),
      numberCell(heap.growthBytesPerSecond, perSecond),
      textCell(heap.growthInterval === null ? '–' : heap.growthInterval.map(perSecond).join(' – ')),
      placeCell(heap.place, context),
    ]),
  });
}
