import { createLegend } from '../charts/figure.js';
import { createElement } from '../dom.js';
import type { PageContext } from '../page.js';
import { readTheme } from '../theme.js';
import { drawLineMap, heightOf } from './draw-line-map.js';
import { layOut, sayBytesOf, sharingOf, type Stretch } from './stretches.js';
import { listThreads, type NameThread } from './thread-names.js';

const WIDE_LABEL_PX = 110;
const NARROW_LABEL_PX = 72;
const NARROW_PX = 520;

interface LineMapParts {
  label: string;
  threads: readonly number[];
  stretches: readonly Stretch[];
  nameOf: NameThread;
  context: PageContext;
  /** Called with each stretch that is looked at. */
  onSelect(stretch: Stretch): void;
}

/** The map of a buffer by thread. Arrow keys go from stretch to stretch, Home and End to the ends; so does a click. */
export function createLineMap({ label, threads, stretches, nameOf, context, onSelect }: LineMapParts): HTMLElement {
  const canvas = createElement('canvas', { attributes: { role: 'img', 'aria-label': label } });
  canvas.style.height = `${heightOf(threads.length)}px`;
  const stage = createElement(
    'div',
    {
      class: 'line-map',
      attributes: { role: 'group', 'aria-label': 'Lines, from one to the next with the arrow keys', tabindex: '0' },
    },
    canvas,
  );
  const readout = createElement('p', { class: 'line-readout', attributes: { role: 'status' } });
  const rows = threads.map((thread) => ({ thread, name: nameOf(thread) }));
  const worst = stretches.findIndex((stretch) => sharingOf(stretch) === 'false');
  let selected = Math.max(0, worst >= 0 ? worst : stretches.findIndex((stretch) => sharingOf(stretch) !== null));

  const labelPx = (): number => (canvas.clientWidth < NARROW_PX ? NARROW_LABEL_PX : WIDE_LABEL_PX);
  const draw = (): void => drawLineMap(canvas, { rows, stretches, labelPx: labelPx(), selected }, readTheme());
  const select = (index: number): void => {
    selected = Math.max(0, Math.min(stretches.length - 1, index));
    const stretch = stretches[selected];
    if (stretch === undefined) return;
    readout.textContent = describeStretch(stretch, nameOf);
    onSelect(stretch);
    draw();
  };

  stage.addEventListener('keydown', (event) => {
    const to = { ArrowLeft: selected - 1, ArrowRight: selected + 1, Home: 0, End: stretches.length - 1 }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    select(to);
  });
  canvas.addEventListener('click', ({ offsetX }) => {
    const edges = layOut(stretches, Math.max(1, canvas.clientWidth - labelPx()));
    const index = edges.findLastIndex((edge) => edge <= offsetX - labelPx());
    if (index >= 0) select(index);
  });
  const observer = new ResizeObserver(draw);
  observer.observe(canvas);
  context.canvases.push({ redraw: draw, dispose: () => observer.disconnect() });
  select(selected);
  return createElement(
    'div',
    {},
    createLegend([
      { label: 'written', swatch: 'fill-orange' },
      { label: 'read', swatch: 'fill-blue' },
      { label: 'false sharing: different bytes of one line', swatch: 'fill-red' },
      { label: 'true sharing: the same bytes', swatch: 'swatch-hatched' },
    ]),
    stage,
    readout,
  );
}

/** "bytes 128–192, line 2 · written by worker 1, worker 2 · false sharing" */
export function describeStretch(stretch: Stretch, nameOf: NameThread): string {
  const { begin, end, readers, writers } = stretch;
  const lines = end - begin === 1 ? `line ${begin}` : `lines ${begin}–${end - 1}`;
  const sharing = sharingOf(stretch);
  const parts = [
    ...(writers.length === 0 ? [] : [`written by ${listThreads(writers, nameOf)}`]),
    ...(readers.length === 0 ? [] : [`read by ${listThreads(readers, nameOf)}`]),
    ...(readers.length + writers.length === 0 ? ['not touched while it was looked at'] : []),
    ...(sharing === null ? [] : [`${sharing} sharing`]),
  ];
  return [`${sayBytesOf(stretch)}, ${lines}`, ...parts].join(' · ');
}
