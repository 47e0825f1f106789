/** The parts of Chart.js that are used, and how all charts here look. */
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  type ChartConfiguration,
} from 'chart.js';
import annotation from 'chartjs-plugin-annotation';
import { formatNs } from '../../src/report/format.js';
import type { CanvasOwner } from '../page.js';
import { readTheme, type Theme } from '../theme.js';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  annotation,
);

/** What is drawn, from colours that change with the theme. */
export type Draw = (theme: Theme) => ChartConfiguration;

/** Draws now and after each change of theme. Nothing moves: a report is looked at, not watched. */
export function mountChart(canvas: HTMLCanvasElement, draw: Draw): CanvasOwner {
  let chart = createChart(canvas, draw);
  return {
    redraw() {
      chart.destroy();
      chart = createChart(canvas, draw);
    },
    dispose: () => chart.destroy(),
  };
}

function createChart(canvas: HTMLCanvasElement, draw: Draw): Chart {
  const theme = readTheme();
  Object.assign(Chart.defaults.font, { family: theme.font, size: theme.fontSize });
  Chart.defaults.color = theme.muted;
  Chart.defaults.borderColor = theme.grid;
  const { options, ...rest } = draw(theme);
  return new Chart(canvas, { ...rest, options: { animation: false, maintainAspectRatio: false, ...options } });
}

/** Labels of an axis in ns. Nothing has no unit. */
export function formatTick(value: number | string): string {
  return Number(value) === 0 ? '0' : formatNs(Number(value));
}

/** Labels of an axis of speed-ups. */
export function formatTimes(value: number | string): string {
  return Number(value) === 0 ? '0' : `×${Number(Number(value).toFixed(2))}`;
}

/** Tooltips in the colours of the page. */
export function tooltipStyle({ background, text, grid }: Theme) {
  return {
    backgroundColor: background,
    titleColor: text,
    bodyColor: text,
    borderColor: grid,
    borderWidth: 1,
    padding: 8,
    boxPadding: 4,
    cornerRadius: 4,
  };
}
