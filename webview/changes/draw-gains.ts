import type { Interval } from '../../src/predict/prediction.js';
import { formatSpeedUpInterval } from '../../src/report/say-prediction.js';
import { formatTimes, tooltipStyle, type Draw } from '../charts/setup.js';
import { fade } from '../theme.js';

export interface Gain {
  label: string;
  speedUp: number;
  interval: Interval;
  isTogether: boolean;
}

const BAR_PX = 18;
const WHISKER_PX = 3;

/** Bars from "as recorded" to the predicted speed-up, each with its interval across. */
export function drawGains(gains: readonly Gain[]): Draw {
  const ends = gains.flatMap(({ interval }) => interval);
  return (theme) => ({
    type: 'bar',
    data: {
      labels: gains.map(({ label }) => label),
      datasets: [
        {
          label: '90 % interval',
          data: gains.map(({ interval }) => interval),
          backgroundColor: theme.text,
          barThickness: WHISKER_PX,
          grouped: false,
        },
        {
          label: 'predicted',
          data: gains.map(({ speedUp }): Interval => [1, speedUp]),
          backgroundColor: gains.map(({ isTogether }) => fade(isTogether ? theme.green : theme.blue, 0.6)),
          borderColor: gains.map(({ isTogether }) => (isTogether ? theme.green : theme.blue)),
          borderWidth: 1,
          borderSkipped: false,
          barThickness: BAR_PX,
          grouped: false,
        },
      ],
    },
    options: {
      indexAxis: 'y',
      interaction: { mode: 'index', axis: 'y', intersect: false },
      plugins: {
        tooltip: {
          ...tooltipStyle(theme),
          filter: ({ datasetIndex }) => datasetIndex === 1,
          displayColors: false,
          callbacks: { label: ({ dataIndex }) => tellGain(gains[dataIndex]) },
        },
        annotation: {
          annotations: {
            recorded: { type: 'line', scaleID: 'x', value: 1, borderColor: theme.muted, borderWidth: 1.5 },
          },
        },
      },
      scales: {
        x: {
          // Bars begin at "as recorded", not at nothing.
          beginAtZero: false,
          suggestedMin: Math.min(1, ...ends),
          suggestedMax: Math.max(1, ...ends),
          title: { display: true, text: 'times as fast as recorded, predicted' },
          ticks: { callback: formatTimes, maxTicksLimit: 8 },
        },
        y: { grid: { display: false }, ticks: { color: theme.text } },
      },
    },
  });
}

function tellGain(gain: Gain | undefined): string {
  return gain === undefined ? '' : `predicted ${formatSpeedUpInterval(gain.speedUp, gain.interval)}`;
}
