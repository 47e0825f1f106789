import type { Report } from '../src/report/report.js';
import { createElement } from './dom.js';
import type { PageContext } from './page.js';
import type { Section } from './section.js';
import { createDataQuality } from './sections/data-quality.js';
import { createFindings } from './sections/findings.js';
import { createHeadline } from './sections/headline.js';
import { createKeyFigures } from './sections/key-figures.js';
import { createLatency } from './sections/latency.js';
import { createScalability } from './sections/scalability.js';
import { createHotFunctions, createLocks, createMessages } from './sections/tables.js';
import { createThreads } from './sections/threads.js';
import { createTimeline } from './timeline/create-timeline.js';

/** Fills the page with a report. A section without data is absent. */
export function showPage(root: HTMLElement, report: Report, context: PageContext): void {
  const sections = [
    createKeyFigures(report),
    createFindings(report, context),
    createTimeline(report, context),
    createThreads(report, context),
    createScalability(report, context),
    createLatency(report, context),
    createLocks(report, context),
    createMessages(report, context),
    createHotFunctions(report, context),
    createDataQuality(report),
  ].filter((section) => section !== null);
  root.replaceChildren(
    createHeadline(report, context),
    createNavigation(sections),
    createElement('main', {}, ...sections.map(({ element }) => element)),
  );
}

function createNavigation(sections: readonly Section[]): HTMLElement {
  const links = sections.map(({ id, title }) =>
    createElement('li', {}, createElement('a', { attributes: { href: `#${id}` } }, title)),
  );
  return createElement('nav', { attributes: { 'aria-label': 'Sections' } }, createElement('ul', {}, ...links));
}
