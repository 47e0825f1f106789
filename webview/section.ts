import { createElement, type Child } from './dom.js';

export interface Section {
  id: string;
  title: string;
  element: HTMLElement;
}

/** A part of the page with a heading, to be found from the navigation. `note` says in a line what is seen. */
export function createSection(
  { id, title, note }: { id: string; title: string; note?: string },
  ...children: readonly Child[]
): Section {
  const heading = createElement('h2', { id: `${id}-title`, attributes: { tabindex: '-1' } }, title);
  const element = createElement(
    'section',
    { id, attributes: { 'aria-labelledby': `${id}-title` } },
    createElement('div', { class: 'section-head' }, heading, note === undefined ? null : createElement('p', {}, note)),
    ...children,
  );
  return { id, title, element };
}
