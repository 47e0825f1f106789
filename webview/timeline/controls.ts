import { createElement } from '../dom.js';
import { createIcon, type IconName } from '../icons.js';
import { panView, WHOLE, zoomView, type View } from './view.js';

export interface ViewAccess {
  minimum: number;
  view(): View;
  setView(view: View): void;
}

const ZOOM = 0.5;
const PAN = 0.25;

const CHANGES = {
  zoomIn: (view: View, minimum: number) => zoomView(view, ZOOM, 0.5, minimum),
  zoomOut: (view: View, minimum: number) => zoomView(view, 1 / ZOOM, 0.5, minimum),
  left: (view: View) => panView(view, -PAN),
  right: (view: View) => panView(view, PAN),
  whole: () => WHOLE,
} as const;

type Change = keyof typeof CHANGES;

const BUTTONS: readonly { change: Change & IconName; label: string }[] = [
  { change: 'left', label: 'Earlier' },
  { change: 'right', label: 'Later' },
  { change: 'zoomIn', label: 'Zoom in' },
  { change: 'zoomOut', label: 'Zoom out' },
  { change: 'whole', label: 'Show all' },
];

const KEYS: Readonly<Record<string, Change>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  '+': 'zoomIn',
  '=': 'zoomIn',
  '-': 'zoomOut',
  '0': 'whole',
};

export function createControls({ minimum, view, setView }: ViewAccess): HTMLElement {
  const buttons = BUTTONS.map(({ change, label }) =>
    createElement(
      'button',
      {
        class: 'icon-button',
        attributes: { type: 'button', 'aria-label': label, title: label },
        onClick: () => setView(CHANGES[change](view(), minimum)),
      },
      createIcon(change),
    ),
  );
  return createElement(
    'div',
    { class: 'controls', attributes: { role: 'group', 'aria-label': 'Timeline view' } },
    ...buttons,
  );
}

/** The same by key, while the timeline has the focus. */
export function listenToKeys(stage: HTMLElement, { minimum, view, setView }: ViewAccess): void {
  stage.addEventListener('keydown', (event) => {
    const change = KEYS[event.key];
    if (change === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    setView(CHANGES[change](view(), minimum));
  });
}
