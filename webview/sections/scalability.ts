import { formatCount, formatNs, formatPlural, formatRate, formatShare } from '../../src/report/format.js';
import type { Report, ScalabilityPoint } from '../../src/report/report.js';
import { createFigure } from '../charts/figure.js';
import { tooltipStyle, type Draw } from '../charts/setup.js';
import type { PageContext } from '../page.js';
import { createSection, type Section } from '../section.js';
import { createTable, numberCell } from '../table.js';
import { fade } from '../theme.js';

const CHART_PX = 280;

/** Throughput against threads, with the interval it was measured to and the line of perfect scaling. */
export function createScalability({ scalability, keyFigures }: Report, context: PageContext): Section | null {
  const points = scalability.toSorted((a, b) => a.threads - b.threads);
  const best = points.toSorted((a, b) => b.speedUp - a.speedUp)[0];
  if (best === undefined || points.length < 2) return null;
  return createSection(
    {
      id: 'scalability',
      title: 'Scalability',
      note: 'The same workload with other numbers of threads; 0 is inline, on the calling thread.',
    },
    createFigure(context, {
      id: 'scalability',
      label: `Throughput against threads. Best speed-up ${best.speedUp.toFixed(2)} with ${formatPlural(best.threads, 'thread')}.`,
      heightPx: CHART_PX,
      legend: [
        { label: 'measured', swatch: 'swatch-line' },
        { label: '90 % interval', swatch: 'swatch-faded' },
        { label: 'perfect scaling', swatch: 'swatch-dashed' },
        { label: 'cores', swatch: 'swatch-cores' },
      ],
      draw: drawScalability(points, keyFigures.cores),
      table: createScalabilityTable(points),
    }),
  );
}

function drawScalability(points: readonly ScalabilityPoint[], cores: number): Draw {
  const at = (value: (point: ScalabilityPoint) => number): { x: number; y: number }[] =>
    points.map((point) => ({ x: point.threads, y: value(point) }));
  const one = points.find(({ threads }) => threads === 1);
  const last = points.at(-1)?.threads ?? 0;
  const ideal =
    one === undefined
      ? []
      : [1, Math.max(1, Math.min(cores, last)), last].map((x) => ({
          x,
          y: one.throughputPerSecond * Math.min(x, cores),
        }));
  return (theme) => ({
    type: 'line',
    data: {
      datasets: [
        {
          label: 'measured',
          data: at(({ throughputPerSecond }) => throughputPerSecond),
          borderColor: theme.blue,
          backgroundColor: theme.blue,
          pointRadius: 4,
          borderWidth: 2,
        },
        {
          label: 'low',
          data: at(({ interval }) => interval[0]),
          borderWidth: 0,
          pointRadius: 0,
          fill: '+1',
          backgroundColor: fade(theme.blue, 0.22),
        },
        { label: 'high', data: at(({ interval }) => interval[1]), borderWidth: 0, pointRadius: 0 },
        {
          label: 'perfect scaling',
          data: ideal,
          borderColor: theme.muted,
          borderDash: [5, 4],
          borderWidth: 1.5,
          pointRadius: 0,
        },
      ],
    },
    options: {
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      plugins: {
        annotation: {
          annotations:
            cores <= last
              ? {
                  cores: {
                    type: 'line',
                    scaleID: 'x',
                    value: cores,
                    borderColor: theme.orange,
                    borderWidth: 1.5,
                    borderDash: [2, 3],
                  },
                }
              : {},
        },
        tooltip: {
          ...tooltipStyle(theme),
          filter: ({ datasetIndex }) => datasetIndex === 0,
          callbacks: {
            title: ([item]) => nameThreads(Number(item?.parsed.x ?? 0)),
            label: ({ dataIndex }) => describePoint(points[dataIndex]),
          },
        },
      },
      scales: {
        x: {
          type: 'linear',
          min: points[0]?.threads ?? 0,
          max: last,
          title: { display: true, text: 'threads' },
          ticks: { precision: 0, callback: (value) => (value === 0 ? 'inline' : value) },
        },
        y: {
          beginAtZero: true,
          title: { display: true, text: 'tasks a second' },
          ticks: { callback: (value) => formatCount(Number(value)), maxTicksLimit: 6 },
        },
      },
    },
  });
}

function nameThreads(threads: number): string {
  return threads === 0 ? 'inline' : formatPlural(threads, 'thread');
}

function describePoint(point: ScalabilityPoint | undefined): string {
  if (point === undefined) return '';
  const [low, high] = point.interval;
  return ` ${formatRate(point.throughputPerSecond, 'tasks')} (${formatRate(low)} – ${formatRate(high)}), speed-up ${point.speedUp.toFixed(2)}×`;
}

function createScalabilityTable(points: readonly ScalabilityPoint[]): HTMLElement {
  const labels = ['Threads', 'Throughput', 'From', 'To', 'Speed-up', 'From', 'To', 'p95', 'CPU efficiency', 'Runs'];
  const times = (value: number): string => `${value.toFixed(2)}×`;
  return createTable({
    caption: 'Scalability, with 90 % intervals',
    columns: labels.map((label) => ({ label, numeric: true })),
    rows: points.map((point) => [
      { content: nameThreads(point.threads), sort: point.threads },
      numberCell(point.throughputPerSecond, (value) => formatRate(value)),
      ...point.interval.map((end) => numberCell(end, (value) => formatRate(value))),
      numberCell(point.speedUp, times),
      ...point.speedUpInterval.map((end) => numberCell(end, times)),
      numberCell(point.latencyNs?.p95 ?? null, formatNs),
      numberCell(point.cpuEfficiency, formatShare),
      numberCell(point.runs, formatCount),
    ]),
  });
}
