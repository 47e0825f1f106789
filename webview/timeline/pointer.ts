import type { ViewAccess } from './controls.js';
import { selectView, zoomView } from './view.js';

interface PointerEvents extends ViewAccess {
  labelPx(): number;
  /** Shares of the view; null when the choosing ended. */
  onSelection(selection: readonly [number, number] | null): void;
  /** Null when the pointer left. */
  onHover(point: { share: number; y: number } | null): void;
}

/** A shorter drag is a click with a shaky hand. */
const MIN_DRAG_PX = 5;
const WHEEL_ZOOM = 1.2;

/** Dragging chooses a part; the wheel zooms with Ctrl or ⌘ held, so that the page still scrolls without. */
export function listenToPointer(canvas: HTMLCanvasElement, events: PointerEvents): void {
  const { labelPx, minimum, view, setView, onSelection, onHover } = events;
  let dragFrom: number | null = null;
  const plotPx = (): number => Math.max(1, canvas.clientWidth - labelPx());
  const shareAt = ({ offsetX }: MouseEvent): number => Math.max(0, Math.min(1, (offsetX - labelPx()) / plotPx()));

  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || event.pointerType === 'touch') return;
    dragFrom = shareAt(event);
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (dragFrom !== null) onSelection([dragFrom, shareAt(event)]);
    onHover({ share: shareAt(event), y: event.offsetY });
  });
  canvas.addEventListener('pointerup', (event) => {
    if (dragFrom === null) return;
    const [from, to] = [dragFrom, shareAt(event)];
    dragFrom = null;
    onSelection(null);
    if (Math.abs(to - from) * plotPx() >= MIN_DRAG_PX) setView(selectView(view(), from, to, minimum));
  });
  canvas.addEventListener('pointercancel', () => {
    dragFrom = null;
    onSelection(null);
  });
  canvas.addEventListener('pointerleave', () => onHover(null));
  canvas.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      setView(zoomView(view(), event.deltaY > 0 ? WHEEL_ZOOM : 1 / WHEEL_ZOOM, shareAt(event), minimum));
    },
    { passive: false },
  );
}
