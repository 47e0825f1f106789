import { formatCount } from '../../src/report/format.js';
import type { ReportMemory } from '../../src/report/report-memory.js';
import { createDisclosure } from '../disclosure.js';
import { createElement } from '../dom.js';
import type { PageContext } from '../page.js';
import { createPart } from './part.js';

/** What the pass could not see: files it could not change, and what it says itself. */
export function createNotRecorded({ missing, files }: ReportMemory, context: PageContext): HTMLElement | null {
  const failed = files.filter(({ state }) => state === 'failed');
  const recorded = files.filter(({ state }) => state === 'recorded').length;
  const skipped = files.length - failed.length - recorded;
  if (missing.length === 0 && files.length === 0) return null;
  const item = (text: string): HTMLElement => createElement('li', {}, text);
  const told = [
    `${formatCount(recorded)} files recorded`,
    `${formatCount(skipped)} with nothing in them to record`,
    `${formatCount(failed.length)} that could not be recorded`,
  ];
  const list = failed.map(({ file, reason }) =>
    createElement(
      'li',
      {},
      createElement('span', { class: 'place-label', attributes: { title: file } }, file),
      reason === null ? null : ` ${reason}`,
    ),
  );
  return createPart(
    { id: 'not-recorded', title: 'What could not be recorded', note: `${told.join(', ')}.` },
    missing.length === 0 ? null : createElement('ul', { class: 'notes' }, ...missing.map(item)),
    list.length === 0
      ? null
      : createDisclosure(
          context,
          { id: 'not-recorded-files', summary: 'Files that ran as they are, unrecorded', open: list.length <= 5 },
          createElement('ul', { class: 'notes files' }, ...list),
        ),
  );
}
