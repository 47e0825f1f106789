import { formatNs, formatShare } from '../../src/report/format.js';
import type { Report } from '../../src/report/report.js';
import { createLegend } from '../charts/figure.js';
import { createDisclosure } from '../disclosure.js';
import { createElement } from '../dom.js';
import type { PageContext } from '../page.js';
import { createSection, type Section } from '../section.js';
import { readTheme } from '../theme.js';
import { averageShare, sumRow, TIMELINE_STATES } from './average.js';
import { createControls, listenToKeys } from './controls.js';
import { AXIS_PX, drawTimeline, GAP_PX, ROW_PX } from './draw-timeline.js';
import { listenToPointer } from './pointer.js';
import { createTimelineTable } from './timeline-table.js';
import type { View } from './view.js';

const WIDE_LABEL_PX = 110;
const NARROW_LABEL_PX = 72;
const NARROW_PX = 520;
/** A view of fewer buckets shows nothing more. */
const MIN_BUCKETS_SHOWN = 8;

/** What each thread did over time; to be zoomed with keys, buttons or by dragging across. */
export function createTimeline({ timeline }: Report, context: PageContext): Section | null {
  const { threads, buckets, beginNs, endNs } = timeline;
  const spanNs = endNs - beginNs;
  if (threads.length === 0 || spanNs <= 0) return null;
  const rows = threads.map((thread) => ({ name: thread.name, sums: sumRow(thread) }));
  const minimum = Math.min(1, MIN_BUCKETS_SHOWN / buckets);
  const label = `What ${threads.length} threads did over ${formatNs(spanNs)}. Arrow keys move, plus and minus zoom, 0 shows all.`;
  const canvas = createElement('canvas', { attributes: { role: 'img', 'aria-label': label } });
  canvas.style.height = `${AXIS_PX + rows.length * (ROW_PX + GAP_PX)}px`;
  const stage = createElement(
    'div',
    { class: 'timeline', attributes: { role: 'group', 'aria-label': 'Timeline', tabindex: '0' } },
    canvas,
  );
  const readout = createElement('p', { class: 'readout' });
  const table = createTimelineTable(rows);
  const details = createDisclosure(
    context,
    { id: 'timeline-table', summary: 'Figures as a table, of the part shown' },
    table.element,
  );
  let view: View = context.state.view;
  let selection: readonly [number, number] | null = null;
  const labelPx = (): number => (canvas.clientWidth < NARROW_PX ? NARROW_LABEL_PX : WIDE_LABEL_PX);

  const draw = (): void => drawTimeline(canvas, { rows, view, spanNs, labelPx: labelPx(), selection }, readTheme());
  const describeView = (): string =>
    `${formatNs(view[0] * spanNs)} – ${formatNs(view[1] * spanNs)} of ${formatNs(spanNs)}`;
  const setView = (next: View): void => {
    view = next;
    context.state.view = [...next];
    context.saveState();
    readout.textContent = describeView();
    table.show(view);
    draw();
  };

  listenToPointer(canvas, {
    labelPx,
    minimum,
    view: () => view,
    setView,
    onSelection(chosen) {
      selection = chosen;
      draw();
    },
    onHover(point) {
      readout.textContent = point === null ? describeView() : describePoint(point.share, point.y);
    },
  });
  const describePoint = (share: number, y: number): string => {
    const row = rows[Math.floor((y - AXIS_PX) / (ROW_PX + GAP_PX))];
    if (row === undefined) return describeView();
    const bucket = Math.min(buckets - 1, Math.floor((view[0] + share * (view[1] - view[0])) * buckets));
    const slice: View = [bucket / buckets, (bucket + 1) / buckets];
    const states = TIMELINE_STATES.map(({ key, label: name }) => ({ name, value: averageShare(row.sums[key], slice) }));
    const busy = states.filter(({ value }) => value >= 0.005).map(({ name, value }) => `${formatShare(value)} ${name}`);
    const when = slice.map((end) => formatNs(end * spanNs)).join(' – ');
    return `${row.name} · ${when} · ${busy.length === 0 ? 'idle' : busy.join(', ')}`;
  };

  listenToKeys(stage, { minimum, view: () => view, setView });
  context.canvases.push(mountTimeline(canvas, draw));
  readout.textContent = describeView();
  table.show(view);
  return createSection(
    { id: 'timeline', title: 'Timeline', note: 'Drag across a part to look closer.' },
    createElement(
      'figure',
      {},
      createElement(
        'div',
        { class: 'timeline-bar' },
        createLegend(TIMELINE_STATES.map(({ label: name, colour }) => ({ label: name, swatch: `fill-${colour}` }))),
        createControls({ minimum, view: () => view, setView }),
      ),
      stage,
      readout,
      details,
    ),
  );
}

/** Drawn when it first has a size, and whenever that changes. */
function mountTimeline(canvas: HTMLCanvasElement, draw: () => void): { redraw(): void; dispose(): void } {
  const observer = new ResizeObserver(draw);
  observer.observe(canvas);
  return { redraw: draw, dispose: () => observer.disconnect() };
}
