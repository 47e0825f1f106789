import type { ChartConfiguration } from 'chart.js';
import { formatSpeedUpInterval } from '../../src/report/say-prediction.js';
import type { ExtrapolationRow } from '../../src/report/tell-predictions.js';
import { fade, type Theme } from '../theme.js';
import { formatTimes, tooltipStyle, type Draw } from './setup.js';

interface Marks {
  stopsPayingAt: number | null;
  /** Cores of the machine of the run. */
  recordedOn: number;
}

type Series = 'asIs' | 'sized';

/** Each number of cores is twice the one before it, so they stand at equal distances. */
export function drawExtrapolation(rows: readonly ExtrapolationRow[], { stopsPayingAt, recordedOn }: Marks): Draw {
  const stop = rows.findIndex(({ cores }) => cores === stopsPayingAt);
  return (theme) => ({
    type: 'line',
    data: {
      labels: rows.map(({ cores }) => (cores === recordedOn ? [String(cores), 'recorded'] : String(cores))),
      datasets: [
        ...createLines(rows, 'asIs', { label: 'as it is', colour: theme.blue }),
        ...createLines(rows, 'sized', { label: 'a thread a core', colour: theme.purple, pointStyle: 'rectRot' }),
      ],
    },
    options: {
      interaction: { mode: 'index', intersect: false },
      plugins: {
        tooltip: {
          ...tooltipStyle(theme),
          filter: ({ datasetIndex, raw }) => datasetIndex % LINES === 0 && raw !== null,
          callbacks: {
            title: ([item]) => `${rows[item?.dataIndex ?? 0]?.cores ?? 0} cores, extrapolated`,
            label: ({ datasetIndex, dataIndex, dataset }) =>
              tellPoint(dataset.label ?? '', rows[dataIndex]?.[datasetIndex === 0 ? 'asIs' : 'sized'] ?? null),
          },
        },
        annotation: { annotations: createMarks(theme, stop) },
      },
      scales: {
        x: { grid: { display: false }, title: { display: true, text: 'cores' }, ticks: { maxRotation: 0 } },
        y: {
          beginAtZero: true,
          title: { display: true, text: 'times as fast, extrapolated' },
          ticks: { callback: formatTimes, maxTicksLimit: 6 },
        },
      },
    },
  });
}

/** A line and the two edges of its band. */
const LINES = 3;

function createLines(
  rows: readonly ExtrapolationRow[],
  series: Series,
  { label, colour, pointStyle = 'circle' }: { label: string; colour: string; pointStyle?: 'circle' | 'rectRot' },
): ChartConfiguration['data']['datasets'] {
  const edge = (end: 0 | 1): (number | null)[] => rows.map((row) => row[series]?.speedUpInterval[end] ?? null);
  const bare = { borderWidth: 0, pointRadius: 0, pointHitRadius: 0, spanGaps: true };
  return [
    {
      label,
      data: rows.map((row) => row[series]?.speedUp ?? null),
      borderColor: colour,
      backgroundColor: colour,
      borderWidth: 2,
      borderDash: series === 'sized' ? [7, 4] : [],
      pointRadius: series === 'sized' ? 5 : 4,
      pointStyle,
      spanGaps: true,
    },
    { ...bare, label: `${label}, low`, data: edge(0), fill: '+1', backgroundColor: fade(colour, 0.16) },
    { ...bare, label: `${label}, high`, data: edge(1) },
  ];
}

function createMarks({ muted, orange }: Theme, stop: number) {
  const line = { type: 'line', borderWidth: 1.5 } as const;
  return {
    recorded: { ...line, scaleID: 'y', value: 1, borderColor: muted, borderDash: [5, 4] },
    ...(stop < 0 ? {} : { stop: { ...line, scaleID: 'x', value: stop, borderColor: orange, borderDash: [2, 3] } }),
  };
}

function tellPoint(label: string, point: ExtrapolationRow['asIs']): string {
  return point === null ? '' : ` ${label} ${formatSpeedUpInterval(point.speedUp, point.speedUpInterval)}`;
}
