import { formatNs } from '../../src/report/format.js';
import type { Theme } from '../theme.js';
import { averageShare, TIMELINE_STATES, type RunningSums } from './average.js';
import type { View } from './view.js';

export const ROW_PX = 20;
export const GAP_PX = 4;
export const AXIS_PX = 22;

const COLUMN_PX = 1;
const TICK_DISTANCE_PX = 110;
const STEPS = [1, 2, 5];

export interface TimelinePicture {
  rows: readonly { name: string; sums: RunningSums }[];
  view: View;
  spanNs: number;
  /** Left of the rows, for the names. */
  labelPx: number;
  /** A part being chosen with the mouse, as shares of the view. */
  selection: readonly [number, number] | null;
}

/** One column a pixel, in each the states of a thread stacked from below: on CPU at the bottom. */
export function drawTimeline(canvas: HTMLCanvasElement, picture: TimelinePicture, theme: Theme): void {
  const scale = window.devicePixelRatio;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.scale(scale, scale);
  context.font = `${theme.fontSize}px ${theme.font}`;
  const plot = { left: picture.labelPx, width: Math.max(1, width - picture.labelPx) };
  drawAxis(context, picture, theme, { ...plot, height });
  picture.rows.forEach(({ name, sums }, index) => {
    const top = AXIS_PX + index * (ROW_PX + GAP_PX);
    context.fillStyle = theme.text;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillText(fitText(context, name, picture.labelPx - 10), 0, top + ROW_PX / 2);
    context.fillStyle = theme.idle;
    context.globalAlpha = 0.35;
    context.fillRect(plot.left, top, plot.width, ROW_PX);
    context.globalAlpha = 1;
    drawRow(context, sums, picture.view, theme, { ...plot, top });
  });
  if (picture.selection !== null) {
    const [one, other] = picture.selection;
    context.fillStyle = theme.accent;
    context.globalAlpha = 0.25;
    context.fillRect(plot.left + one * plot.width, AXIS_PX, (other - one) * plot.width, height - AXIS_PX);
    context.globalAlpha = 1;
  }
}

function drawRow(
  context: CanvasRenderingContext2D,
  sums: RunningSums,
  [from, to]: View,
  theme: Theme,
  { left, width, top }: { left: number; width: number; top: number },
): void {
  const bottoms = new Float64Array(Math.ceil(width / COLUMN_PX)).fill(top + ROW_PX);
  for (const { key, colour } of TIMELINE_STATES) {
    context.fillStyle = theme[colour];
    for (let column = 0; column < bottoms.length; column++) {
      const start = from + ((to - from) * column) / bottoms.length;
      const share = averageShare(sums[key], [start, start + (to - from) / bottoms.length]);
      if (share <= 0) continue;
      const high = share * ROW_PX;
      const bottom = bottoms[column] as number;
      context.fillRect(left + column * COLUMN_PX, bottom - high, COLUMN_PX, high);
      bottoms[column] = bottom - high;
    }
  }
}

function drawAxis(
  context: CanvasRenderingContext2D,
  { view: [from, to], spanNs }: TimelinePicture,
  theme: Theme,
  { left, width, height }: { left: number; width: number; height: number },
): void {
  const shownNs = (to - from) * spanNs;
  const stepNs = chooseStep((shownNs / width) * TICK_DISTANCE_PX);
  context.textBaseline = 'top';
  for (let tick = Math.ceil((from * spanNs) / stepNs); tick * stepNs <= to * spanNs; tick++) {
    const x = Math.round(left + ((tick * stepNs - from * spanNs) / shownNs) * width) + 0.5;
    context.strokeStyle = theme.grid;
    context.beginPath();
    context.moveTo(x, AXIS_PX - 6);
    context.lineTo(x, height);
    context.stroke();
    context.fillStyle = theme.muted;
    context.textAlign = x > left + width - 40 ? 'right' : x < left + 20 ? 'left' : 'center';
    context.fillText(tick === 0 ? '0' : formatNs(tick * stepNs), x, 0);
  }
}

/** The smallest of 1, 2, 5 × 10ⁿ ns that is no less. */
function chooseStep(atLeastNs: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, atLeastNs)));
  const step = STEPS.find((factor) => factor * power >= atLeastNs) ?? 10;
  return step * power;
}

function fitText(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let kept = text;
  while (kept.length > 1 && context.measureText(`${kept}…`).width > width) kept = kept.slice(0, -1);
  return `${kept}…`;
}
