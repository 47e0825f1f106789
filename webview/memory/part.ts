import { createElement, type Child } from '../dom.js';

/** A part of the memory section, under a heading of its own; `note` says in a line what is seen. */
export function createPart(
  { id, title, note }: { id: string; title: string; note: string },
  ...children: readonly Child[]
): HTMLElement {
  return createElement(
    'div',
    { class: 'memory-part', id },
    createElement(
      'div',
      { class: 'section-head' },
      createElement('h3', { id: `${id}-title` }, title),
      createElement('p', {}, note),
    ),
    ...children,
  );
}
