import { describeCost } from '../../src/report/describe-walk.js';
import { formatCount, formatShare } from '../../src/report/format.js';
import type { ReportSharedLine } from '../../src/report/report-memory.js';
import { createElement } from '../dom.js';
import type { PageContext } from '../page.js';
import { createPlace } from '../place.js';
import type { NameThread } from './thread-names.js';

/** One line, byte by byte: which thread uses which of them. */
export function createSharedLine(line: ReportSharedLine, context: PageContext, nameOf: NameThread): HTMLElement {
  const { offset, lineBytes, sharing, users, measured, cpuShare } = line;
  const what =
    sharing === 'false'
      ? 'threads use different bytes of it, and each write takes the line from the others'
      : 'threads use the same bytes of it';
  const cpu = cpuShare === null ? '' : `; loops that touch it took ${formatShare(cpuShare)} of CPU time`;
  return createElement(
    'div',
    { class: 'shared-line' },
    createElement(
      'p',
      {},
      createElement('strong', {}, `${sharing === 'false' ? 'False' : 'True'} sharing at byte ${offset}`),
      `: ${what}${cpu}.`,
    ),
    createElement(
      'ul',
      { class: 'line-users' },
      ...users.map((user) => createUser(user, { offset, lineBytes, context, nameOf })),
    ),
    measured === null ? null : createElement('p', { class: 'walk-cost' }, `Replayed: ${describeCost(measured)}.`),
  );
}

interface UserParts {
  offset: number;
  lineBytes: number;
  context: PageContext;
  nameOf: NameThread;
}

function createUser(
  { thread, offsets, reads, writes, atomics, place }: ReportSharedLine['users'][number],
  { offset, lineBytes, context, nameOf }: UserParts,
): HTMLElement {
  const marks = offsets.map(([begin, end]) => {
    const mark = createElement('span', { class: `line-mark ${writes + atomics > 0 ? 'fill-orange' : 'fill-blue'}` });
    const from = Math.max(0, begin - offset) / lineBytes;
    mark.style.left = `${from * 100}%`;
    mark.style.width = `${(Math.min(lineBytes, end - offset) / lineBytes - from) * 100}%`;
    return mark;
  });
  return createElement(
    'li',
    {},
    createElement('span', { class: 'line-thread' }, nameOf(thread)),
    createElement('span', { class: 'line-bytes', attributes: { 'aria-hidden': 'true' } }, ...marks),
    createElement(
      'span',
      { class: 'line-told' },
      `bytes ${sayOffsets(offsets)}: ${formatCount(reads)} reads, ${formatCount(writes)} writes` +
        (atomics === 0 ? '' : `, ${formatCount(atomics)} atomic`),
    ),
    place === null ? null : createPlace(place, context),
  );
}

const MAX_RANGES = 4;

/** "0–8, 16–24" */
export function sayOffsets(offsets: ReportSharedLine['users'][number]['offsets']): string {
  const shown = offsets.slice(0, MAX_RANGES).map(([begin, end]) => `${begin}–${end}`);
  return offsets.length > MAX_RANGES ? `${shown.join(', ')} and ${offsets.length - MAX_RANGES} more` : shown.join(', ');
}
