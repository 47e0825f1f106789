import type { Report } from '../src/report/report.js';
import { createElement } from './dom.js';
import { createNavigation } from './navigation.js';
import { createMemory } from './memory/create-memory.js';
import type { PageContext } from './page.js';
import type { Section } from './section.js';
import { createDataQuality } from './sections/data-quality.js';
import { createExtrapolation } from './sections/extrapolation.js';
import { createFindings } from './sections/findings.js';
import { createHeadline } from './sections/headline.js';
import { createKeyFigures } from './sections/key-figures.js';
import { createLatency } from './sections/latency.js';
import { createPoolSize } from './sections/pool-size.js';
import { createPredictions } from './sections/predictions.js';
import { createScalability } from './sections/scalability.js';
import { createHotFunctions, createLocks, createMessages } from './sections/tables.js';
import { createVerified } from './sections/verified.js';
import { createWhatIf } from './sections/what-if.js';
import { createThreads } from './sections/threads.js';
import { createTimeline } from './timeline/create-timeline.js';

/** Fills the page with a report. A section without data is absent. */
export function showPage(root: HTMLElement, report: Report, context: PageContext): void {
  const pair = [createScalability(report, context), createLatency(report, context)];
  const before = [
    createKeyFigures(report),
    createFindings(report, context),
    createPredictions(report, context),
    createPoolSize(report, context),
    createExtrapolation(report, context),
    createVerified(context),
    createWhatIf(context),
    createTimeline(report, context),
    createThreads(report, context),
  ];
  const after = [
    createLocks(report, context),
    createMessages(report, context),
    createHotFunctions(report, context),
    createMemory(report, context),
    createDataQuality(report),
  ];
  root.replaceChildren(
    createHeadline(report, context),
    createNavigation([...before, ...pair, ...after]),
    createElement(
      'main',
      {},
      ...toElements(before),
      createElement('div', { class: 'pair' }, ...toElements(pair)),
      ...toElements(after),
    ),
  );
}

function toElements(sections: readonly (Section | null)[]): (HTMLElement | null)[] {
  return sections.map((section) => section?.element ?? null);
}
