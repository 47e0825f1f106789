import { createElement, type Child } from './dom.js';
import type { PageContext } from './page.js';

/** A part that can be folded; what the reader chose is kept. `id` is unique in the report and the same for the same part. */
export function createDisclosure(
  { state, saveState }: PageContext,
  { id, summary, open = false }: { id: string; summary: string; open?: boolean },
  ...children: readonly Child[]
): HTMLDetailsElement {
  const details = createElement(
    'details',
    { class: 'disclosure', id },
    createElement('summary', {}, summary),
    ...children,
  );
  details.open = state.open[id] ?? open;
  details.addEventListener('toggle', () => {
    state.open[id] = details.open;
    saveState();
  });
  return details;
}
