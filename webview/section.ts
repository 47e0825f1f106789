import { createElement, type Child } from './dom.js';

export interface Section {
  id: string;
  title: string;
  element: HTMLElement;
}

/** A part of the page with a heading, to be found from the navigation. `note` says in a line what is seen, `badge` how it is known. */
export function createSection(
  { id, title, badge, note }: { id: string; title: string; badge?: 'predicted' | 'extrapolated'; note?: string },
  ...children: readonly Child[]
): Section {
  const heading = createElement('h2', { id: `${id}-title`, attributes: { tabindex: '-1' } }, title);
  const element = createElement(
    'section',
    { id, attributes: { 'aria-labelledby': `${id}-title` } },
    createElement(
      'div',
      { class: 'section-head' },
      heading,
      badge === undefined ? null : createElement('span', { class: 'badge' }, badge),
      note === undefined ? null : createElement('p', {}, note),
    ),
    ...children,
  );
  return { id, title, element };
}
