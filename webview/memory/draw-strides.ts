import { formatStep } from '../../src/report/describe-walk.js';
import { formatShare } from '../../src/report/format.js';
import type { ReportWalk } from '../../src/report/report-memory.js';
import { tooltipStyle, type Draw } from '../charts/setup.js';

type Step = ReportWalk['strides'][number];

const LINE_BYTES = 64;

export function nameStep({ bytes }: Step): string {
  return formatStep(bytes);
}

/** Share of steps by their length: those that stay in a line or go on to the next one apart from those that leave it. */
export function drawStrides(strides: readonly Step[]): Draw {
  return (theme) => ({
    type: 'bar',
    data: {
      labels: strides.map(nameStep),
      datasets: [
        {
          label: 'share of steps',
          data: strides.map(({ share }) => share),
          backgroundColor: strides.map((step) => (leavesLine(step) ? theme.orange : theme.blue)),
          barPercentage: 0.8,
          categoryPercentage: 0.9,
        },
      ],
    },
    options: {
      indexAxis: 'y',
      interaction: { mode: 'index', axis: 'y', intersect: false },
      plugins: {
        tooltip: {
          ...tooltipStyle(theme),
          displayColors: false,
          callbacks: { label: ({ raw }) => `${formatShare(Number(raw))} of steps` },
        },
      },
      scales: {
        x: { min: 0, max: 1, ticks: { callback: (value) => formatShare(Number(value)), maxTicksLimit: 6 } },
        y: { grid: { display: false }, ticks: { color: theme.text } },
      },
    },
  });
}

/** Each such step loads a line of its own. */
export function leavesLine({ bytes }: Step): boolean {
  return bytes === null || Math.abs(bytes) >= LINE_BYTES;
}
