import type { Place } from '../src/report/report.js';
import { createCopyButton } from './copy-button.js';
import { createElement } from './dom.js';
import { createIcon } from './icons.js';
import type { PageContext } from './page.js';

/** A source position: in the editor a button that opens it, in a browser its text with a button that copies it. */
export function createPlace(place: Place, context: PageContext): HTMLElement {
  const { file, line, column, label, functionName } = place;
  const full = `${file}:${line}:${column}`;
  const name = createElement('span', { class: 'place-label' }, `${label}:${column}`);
  const where = functionName === '' ? null : createElement('span', { class: 'place-function' }, functionName);
  const { post } = context.host;
  if (post !== null) {
    const open = (): void => post({ type: 'openPlace', file, line, column });
    const button = createElement(
      'button',
      { class: 'place-open', attributes: { type: 'button', title: full }, onClick: open },
      createIcon('file'),
      name,
    );
    return createElement('span', { class: 'place' }, button, where);
  }
  name.title = full;
  return createElement('span', { class: 'place' }, name, createCopyButton(full, context), where);
}

/** A table cell for a place that may not be known. */
export function placeOrNone(place: Place | null, context: PageContext): Node | string {
  return place === null ? 'not known' : createPlace(place, context);
}
