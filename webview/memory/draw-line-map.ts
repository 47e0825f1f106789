import { fade, type Theme } from '../theme.js';
import { layOut, sharingOf, type Stretch } from './stretches.js';

export const ROW_PX = 20;
export const GAP_PX = 3;
/** Above the rows: where lines are shared in the costly way. */
export const SHARING_PX = 12;
const LABEL_GAP_PX = 10;
const HATCH_PX = 6;

export interface LineMapPicture {
  rows: readonly { thread: number; name: string }[];
  stretches: readonly Stretch[];
  labelPx: number;
  /** Index of the stretch looked at. */
  selected: number;
}

export function heightOf(rows: number): number {
  return SHARING_PX + GAP_PX + rows * (ROW_PX + GAP_PX);
}

/** A row a thread, a column a stretch of lines: written ones filled, read ones in the lower half; above them false and true sharing. */
export function drawLineMap(canvas: HTMLCanvasElement, picture: LineMapPicture, theme: Theme): void {
  const scale = window.devicePixelRatio;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.scale(scale, scale);
  context.font = `${theme.fontSize}px ${theme.font}`;
  context.textBaseline = 'middle';
  const { rows, stretches, labelPx, selected } = picture;
  const edges = layOut(stretches, Math.max(1, width - labelPx)).map((edge) => labelPx + edge);
  rows.forEach(({ name }, row) => {
    context.fillStyle = theme.text;
    context.fillText(name, 0, topOf(row) + ROW_PX / 2, labelPx - LABEL_GAP_PX);
    context.fillStyle = fade(theme.idle, 0.35);
    context.fillRect(labelPx, topOf(row), width - labelPx, ROW_PX);
  });
  stretches.forEach((stretch, index) => {
    const left = Math.round(edges[index] ?? 0);
    const box = {
      left,
      width: Math.max(1, Math.round(edges[index + 1] ?? 0) - left - (stretches.length < 200 ? 1 : 0)),
    };
    drawSharing(context, sharingOf(stretch), box, theme);
    rows.forEach(({ thread }, row) => {
      const top = topOf(row);
      if (stretch.writers.includes(thread)) {
        context.fillStyle = theme.orange;
        context.fillRect(box.left, top, box.width, ROW_PX);
      }
      if (stretch.readers.includes(thread)) {
        context.fillStyle = theme.blue;
        context.fillRect(box.left, top + ROW_PX / 2, box.width, ROW_PX / 2);
      }
    });
  });
  const [from, to] = [edges[selected], edges[selected + 1]];
  if (from === undefined || to === undefined) return;
  context.strokeStyle = theme.text;
  context.lineWidth = 2;
  context.strokeRect(Math.max(labelPx, from - 1) + 0.5, 1, Math.max(4, to - from), height - 2);
}

function topOf(row: number): number {
  return SHARING_PX + GAP_PX + row * (ROW_PX + GAP_PX);
}

/** False sharing is solid and true sharing hatched, so that colour is not all that tells them apart. */
function drawSharing(
  context: CanvasRenderingContext2D,
  sharing: 'false' | 'true' | null,
  { left, width }: { left: number; width: number },
  { red, purple }: Theme,
): void {
  if (sharing === null) return;
  context.fillStyle = sharing === 'false' ? red : fade(purple, 0.45);
  context.fillRect(left, 0, width, SHARING_PX);
  if (sharing === 'false') return;
  context.save();
  context.beginPath();
  context.rect(left, 0, width, SHARING_PX);
  context.clip();
  context.strokeStyle = purple;
  context.lineWidth = 2;
  for (let x = left - SHARING_PX; x < left + width; x += HATCH_PX) {
    context.beginPath();
    context.moveTo(x, SHARING_PX);
    context.lineTo(x + SHARING_PX, 0);
    context.stroke();
  }
  context.restore();
}
