import { createElement } from './dom.js';
import { createIcon } from './icons.js';
import type { PageContext } from './page.js';

const COPIED_MS = 1500;

/** Copies a text, and says that it did also to those who do not see the tick. */
export function createCopyButton(text: string, { announce }: Pick<PageContext, 'announce'>): HTMLElement {
  const button = createElement(
    'button',
    { class: 'copy', attributes: { type: 'button', 'aria-label': `Copy ${text}`, title: `Copy ${text}` } },
    createIcon('copy'),
  );
  button.addEventListener('click', () => {
    navigator.clipboard.writeText(text).then(
      () => {
        button.replaceChildren(createIcon('check'));
        announce(`Copied ${text}`);
        setTimeout(() => button.replaceChildren(createIcon('copy')), COPIED_MS);
      },
      () => announce(`The browser does not allow copying. The text is ${text}`),
    );
  });
  return button;
}

/** Something to paste or to type, with a button that copies it. */
export function createCode(text: string, context: PageContext): HTMLElement {
  // What is too long for the page scrolls, and what scrolls must be reachable by keyboard.
  const attributes = { role: 'group', 'aria-label': 'To copy', tabindex: '0' };
  return createElement(
    'div',
    { class: 'code' },
    createElement('pre', { attributes }, createElement('code', {}, text)),
    createCopyButton(text, context),
  );
}
