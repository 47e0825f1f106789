import { describeWorth } from '../../src/report/describe-worth.js';
import { formatCount, formatNs, formatShare } from '../../src/report/format.js';
import type { ReportFinding } from '../../src/report/report.js';
import { createChangeButtons } from '../change-buttons.js';
import { createDisclosure } from '../disclosure.js';
import { createElement, setShareWidth, type Child } from '../dom.js';
import { createEvidence } from '../evidence.js';
import { createIcon } from '../icons.js';
import type { PageContext } from '../page.js';
import { createPlace } from '../place.js';
import { createTable, numberCell, textCell } from '../table.js';

export function findingElementId(key: string): string {
  return `finding-${key}`;
}

/** One finding: rank, what, where, what is at stake, what to change; evidence and causes unfold. */
export function createFindingCard(finding: ReportFinding, context: PageContext): HTMLElement {
  const { key, rank, level, title, site, recommendation } = finding;
  const id = findingElementId(key);
  const worth = describeWorth(context.report, finding);
  return createElement(
    'article',
    { class: `card card-${level}`, id, attributes: { 'aria-labelledby': `${id}-title` } },
    createElement(
      'div',
      { class: 'card-head' },
      createElement('span', { class: 'rank', attributes: { 'aria-hidden': 'true' } }, String(rank)),
      createElement(
        'div',
        { class: 'card-title' },
        createElement('h3', { id: `${id}-title`, attributes: { tabindex: '-1' } }, title),
        createElement(
          'p',
          { class: 'card-meta' },
          createElement('span', { class: 'badge' }, finding.id),
          createElement('span', {}, finding.workloadClass),
          site === null ? null : createPlace(site, context),
        ),
      ),
    ),
    createStakes(finding),
    createElement(
      'div',
      { class: 'advice' },
      createElement(
        'p',
        { class: 'advice-head' },
        createIcon('change'),
        createElement('strong', {}, 'What to change'),
        createElement(
          'span',
          { class: `effort effort-${recommendation.effort.replace(' ', '-')}` },
          `effort: ${recommendation.effort}`,
        ),
      ),
      createElement('p', {}, recommendation.text),
      worth === '' ? null : createElement('p', { class: 'worth' }, worth),
      createChangeButtons(finding.answeredBy, context),
    ),
    createElement('div', { class: 'card-parts' }, ...createParts(finding, context)),
  );
}

function createStakes(finding: ReportFinding): HTMLElement {
  const fill = createElement('div', { class: 'meter-fill' });
  setShareWidth(fill, finding.makespanShare);
  const entry = (label: string, value: string, ...more: readonly Child[]): HTMLElement =>
    createElement('div', {}, createElement('dt', {}, label), createElement('dd', {}, value, ...more));
  return createElement(
    'dl',
    { class: 'stakes' },
    entry(
      'Share of the run it touches',
      formatShare(finding.makespanShare),
      createElement('div', { class: 'meter' }, fill),
    ),
    entry(
      'Thread time lost',
      `${formatNs(finding.threadTimeLostNs)} (${formatShare(finding.threadTimeShare)} of all thread time)`,
    ),
    entry('Rests on', `${formatCount(finding.sampleSize)} events`),
  );
}

function createParts(finding: ReportFinding, context: PageContext): HTMLElement[] {
  const { key, rank, evidence, waitChain, waitsFor, related, stack, title } = finding;
  const fold = (part: string, summary: string, open: boolean, ...children: readonly Child[]): HTMLElement =>
    createDisclosure(context, { id: `${findingElementId(key)}-${part}`, summary, open }, ...children);
  const first = rank === 1;
  const parts: HTMLElement[] = [];
  if (evidence.length > 0) {
    parts.push(
      fold('evidence', `Evidence (${evidence.length})`, first, createEvidence(evidence, `Evidence: ${title}`)),
    );
  }
  if (waitChain.length > 0) {
    parts.push(fold('chain', 'Wait chain, from the waiter to the cause', first, createChain(waitChain, context)));
  }
  if (waitsFor.length > 0) parts.push(fold('pairs', 'Who waits for whom', false, createWaitsFor(waitsFor, title)));
  if (related.length > 0) {
    const rows = related.map(({ label, place }) =>
      createElement('li', {}, createElement('span', { class: 'related-label' }, label), createPlace(place, context)),
    );
    parts.push(fold('related', 'Related places', false, createElement('ul', { class: 'places' }, ...rows)));
  }
  if (stack.length > 1) {
    const rows = stack.map((place) => createElement('li', {}, createPlace(place, context)));
    parts.push(fold('stack', 'Call stack', false, createElement('ol', { class: 'places' }, ...rows)));
  }
  return parts;
}

function createChain(chain: ReportFinding['waitChain'], context: PageContext): HTMLElement {
  const steps = chain.map(({ text, place }) =>
    createElement('li', {}, createElement('p', {}, text), place === null ? null : createPlace(place, context)),
  );
  return createElement('ol', { class: 'chain' }, ...steps);
}

function createWaitsFor(pairs: ReportFinding['waitsFor'], title: string): HTMLElement {
  return createTable({
    caption: `Who waits for whom: ${title}`,
    columns: [
      { label: 'Waits' },
      { label: 'for' },
      { label: 'Time waited', numeric: true },
      { label: 'Waits counted', numeric: true },
    ],
    rows: pairs.map(({ waiter, owner, waitNs, count }) => [
      textCell(waiter),
      textCell(owner),
      numberCell(waitNs, formatNs),
      numberCell(count, formatCount),
    ]),
  });
}
