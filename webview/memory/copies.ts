import { formatBytes, formatCount, formatNs } from '../../src/report/format.js';
import type { ReportCopy, ReportMemory } from '../../src/report/report-memory.js';
import { createDisclosure } from '../disclosure.js';
import { createElement } from '../dom.js';
import type { PageContext } from '../page.js';
import { createTable, numberCell, textCell } from '../table.js';
import { buildMatrix, type Matrix, type MatrixCell } from './copy-matrix.js';
import { placeCell } from './memory-tables.js';
import { createPart } from './part.js';
import type { NameThread } from './thread-names.js';

/** Above this the text on a cell would no longer stand out from it. */
const MAX_HEAT = 0.35;

/** What is cloned from thread to thread, as a matrix of who sends to whom. */
export function createCopies({ copies }: ReportMemory, context: PageContext, nameOf: NameThread): HTMLElement | null {
  if (copies.length === 0) return null;
  return createPart(
    {
      id: 'copies',
      title: 'Copies between threads',
      note: 'Bytes cloned in messages of the timed run, and the time it took to write and read them.',
    },
    createMatrix(buildMatrix(copies, nameOf)),
    createDisclosure(
      context,
      { id: 'copies-table', summary: 'As a list, with the lines that post' },
      createCopyTable(copies, context, nameOf),
    ),
  );
}

function createMatrix({ senders, receivers, cells, largest }: Matrix): HTMLElement {
  const label = 'Bytes cloned: rows send, columns receive';
  const head = createElement(
    'tr',
    {},
    createElement('td', { class: 'matrix-corner' }, 'from ↓ to →'),
    ...receivers.map((name) => createElement('th', { attributes: { scope: 'col' } }, name)),
  );
  const rows = senders.map((name, row) =>
    createElement(
      'tr',
      {},
      createElement('th', { attributes: { scope: 'row' } }, name),
      ...receivers.map((_, column) => createCell(cells[row]?.[column] ?? null, largest)),
    ),
  );
  return createElement(
    'div',
    { class: 'table-scroll matrix', attributes: { role: 'group', 'aria-label': label, tabindex: '0' } },
    createElement(
      'table',
      {},
      createElement('caption', { class: 'hidden' }, label),
      createElement('thead', {}, head),
      createElement('tbody', {}, ...rows),
    ),
  );
}

function createCell(cell: MatrixCell | null, largest: number): HTMLElement {
  if (cell === null) return createElement('td', { class: 'numeric matrix-none' }, '–');
  const { bytes, cloneNs, messages } = cell;
  const element = createElement(
    'td',
    { class: 'numeric matrix-cell', attributes: { title: `${formatCount(messages)} messages` } },
    createElement('span', { class: 'matrix-bytes' }, bytes === null ? 'not sized' : formatBytes(bytes)),
    createElement('span', { class: 'note' }, formatNs(cloneNs)),
  );
  const heat = largest > 0 ? (MAX_HEAT * (bytes ?? 0)) / largest : 0;
  element.style.setProperty('--heat', `${(heat * 100).toFixed(1)}%`);
  return element;
}

function createCopyTable(copies: readonly ReportCopy[], context: PageContext, nameOf: NameThread): HTMLElement {
  return createTable({
    caption: 'Copies between threads',
    columns: [
      { label: 'From' },
      { label: 'To' },
      { label: 'Bytes', numeric: true },
      { label: 'Messages', numeric: true },
      { label: 'Cloning', numeric: true },
      { label: 'Mostly posted at' },
    ],
    rows: copies.map((copy) => [
      textCell(nameOf(copy.from)),
      textCell(nameOf(copy.to)),
      numberCell(copy.bytes, formatBytes),
      numberCell(copy.messages, formatCount),
      numberCell(copy.cloneNs, formatNs),
      placeCell(copy.place, context),
    ]),
  });
}
