import { formatCount, formatMemory } from '../../src/report/format.js';
import type { ReportMemory, ReportSharedBuffer } from '../../src/report/report-memory.js';
import { formatSpeedUpInterval } from '../../src/report/say-prediction.js';
import { createDisclosure } from '../disclosure.js';
import { createElement } from '../dom.js';
import type { PageContext } from '../page.js';
import { createTable, numberCell, textCell } from '../table.js';
import { createLineMap } from './line-map.js';
import { placeCell } from './memory-tables.js';
import { createPart } from './part.js';
import { createSharedLine, sayOffsets } from './shared-line.js';
import { isTouched, listStretches, sayBytesOf, sharingOf, type Stretch } from './stretches.js';
import { listThreads, type NameThread } from './thread-names.js';

/** Rows beyond this make the map taller than a screen; the tables have all. */
const MAX_ROWS = 24;
/** Lines shown byte by byte at a time. */
const MAX_LINES = 4;

/** Who reads and writes which cache lines of each SharedArrayBuffer. */
export function createSharedBuffers(
  { shared }: ReportMemory,
  context: PageContext,
  nameOf: NameThread,
): HTMLElement | null {
  const buffers = shared.filter(({ map }) => map.length > 0);
  if (buffers.length === 0) return null;
  return createPart(
    {
      id: 'shared',
      title: 'Shared buffers, line by line',
      note: 'A line that one thread writes leaves the caches of the others, whichever bytes of it they use.',
    },
    ...buffers.map((buffer, index) => createBuffer(buffer, `shared-${index}`, context, nameOf)),
  );
}

function createBuffer(buffer: ReportSharedBuffer, id: string, context: PageContext, nameOf: NameThread): HTMLElement {
  const stretches = listStretches(buffer);
  const threads = [...new Set(stretches.flatMap(({ readers, writers }) => [...readers, ...writers]))].sort(
    (a, b) => a - b,
  );
  const shown = threads.slice(0, MAX_ROWS);
  const detail = createElement('div', { class: 'shared-lines' });
  const summary = summarise(buffer, threads.length);
  const map = createLineMap({
    label: `Lines of ${buffer.name} by thread. ${summary}`,
    threads: shown,
    stretches,
    nameOf,
    context,
    onSelect: ({ contended }) =>
      detail.replaceChildren(...contended.slice(0, MAX_LINES).map((line) => createSharedLine(line, context, nameOf))),
  });
  const more = threads.length - shown.length;
  return createElement(
    'figure',
    { class: 'buffer' },
    createElement(
      'figcaption',
      {},
      createElement('strong', {}, `${buffer.name}, ${formatMemory(buffer.bytes)}`),
      ` ${summary}${more > 0 ? ` The map shows ${MAX_ROWS} of ${threads.length} threads; the tables have all.` : ''}`,
    ),
    map,
    detail,
    createDisclosure(
      context,
      { id: `${id}-table`, summary: 'Figures as tables' },
      createStretchTable(stretches.filter(isTouched), buffer.name, nameOf),
      buffer.lines.length === 0 ? null : createLineTable(buffer, context, nameOf),
    ),
  );
}

function summarise({ lines }: ReportSharedBuffer, threads: number): string {
  const count = (sharing: 'false' | 'true'): number => lines.filter((line) => line.sharing === sharing).length;
  const [wrong, right] = [count('false'), count('true')];
  const sayLines = (number: number): string => `${formatCount(number)} ${number === 1 ? 'line is' : 'lines are'}`;
  const told = [
    ...(wrong === 0 ? [] : [`${sayLines(wrong)} falsely shared`]),
    ...(right === 0 ? [] : [`${sayLines(right)} truly shared`]),
  ];
  const used = `Used by ${formatCount(threads)} ${threads === 1 ? 'thread' : 'threads'}`;
  return told.length === 0 ? `${used}; no line that one writes is used by another.` : `${used}; ${told.join(', ')}.`;
}

function createStretchTable(stretches: readonly Stretch[], name: string, nameOf: NameThread): HTMLElement {
  return createTable({
    caption: `Lines of ${name} by thread`,
    columns: [
      { label: 'Bytes' },
      { label: 'Lines', numeric: true },
      { label: 'Written by' },
      { label: 'Read by' },
      { label: 'Sharing' },
    ],
    rows: stretches.map((stretch) => [
      { content: sayBytesOf(stretch), sort: stretch.begin },
      numberCell(stretch.end - stretch.begin, formatCount),
      textCell(listThreads(stretch.writers, nameOf) || '–'),
      textCell(listThreads(stretch.readers, nameOf) || '–'),
      textCell(sharingOf(stretch) ?? 'none'),
    ]),
  });
}

function createLineTable({ lines, name }: ReportSharedBuffer, context: PageContext, nameOf: NameThread): HTMLElement {
  return createTable({
    caption: `Lines of ${name} that threads take from each other`,
    columns: [
      { label: 'At byte', numeric: true },
      { label: 'Sharing' },
      { label: 'Thread' },
      { label: 'Bytes' },
      { label: 'Reads', numeric: true },
      { label: 'Writes', numeric: true },
      { label: 'Atomic', numeric: true },
      { label: 'At' },
      { label: 'Replayed' },
    ],
    rows: lines.flatMap(({ offset, sharing, users, measured }) =>
      users.map((user) => [
        numberCell(offset, formatCount),
        textCell(sharing),
        textCell(nameOf(user.thread)),
        textCell(sayOffsets(user.offsets)),
        numberCell(user.reads, formatCount),
        numberCell(user.writes, formatCount),
        numberCell(user.atomics, formatCount),
        placeCell(user.place, context),
        textCell(measured === null ? '–' : formatSpeedUpInterval(measured.ratio, measured.ratioInterval)),
      ]),
    ),
  });
}
