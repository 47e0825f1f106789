import { createElement } from './dom.js';
import type { Section } from './section.js';

/** Its rule is not written into the root's own style, whose changes are those of the editor's theme. */
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets.push(sheet);

const observer = new ResizeObserver(([entry]) => {
  const nav = entry?.target;
  if (!(nav instanceof HTMLElement)) return;
  const coveredPx = getComputedStyle(nav).position === 'sticky' ? nav.offsetHeight : 0;
  sheet.replaceSync(`:root { --tw-covered: ${coveredPx}px }`);
});

/** Links to the sections. They stay in sight above what is scrolled to, in as many lines as they take. */
export function createNavigation(sections: readonly (Section | null)[]): HTMLElement {
  const present = sections.filter((section) => section !== null);
  const links = present.map(({ id, title }) =>
    createElement('li', {}, createElement('a', { attributes: { href: `#${id}` } }, title)),
  );
  const list = createElement('ul', {}, ...links);
  const nav = createElement('nav', { attributes: { 'aria-label': 'Sections' } }, list);
  observer.disconnect();
  observer.observe(nav);
  return nav;
}
