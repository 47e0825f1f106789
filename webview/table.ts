import { createElement } from './dom.js';

/** A cell: what it shows, and what it is sorted by where that is not its text. */
export interface Cell {
  content: Node | string;
  sort?: number | string;
}

export interface Column {
  label: string;
  numeric?: boolean;
}

/** A number as text that sorts by its value; null shows a dash. */
export function numberCell(value: number | null, format: (value: number) => string): Cell {
  return value === null ? { content: '–', sort: -1 } : { content: format(value), sort: value };
}

export function textCell(text: string): Cell {
  return { content: text, sort: text };
}

interface TableOptions {
  caption: string;
  columns: readonly Column[];
  rows: readonly (readonly Cell[])[];
}

/** A table whose columns sort on a click; scrolls sideways on its own where the page is too narrow. */
export function createTable({ caption, columns, rows }: TableOptions): HTMLElement {
  const body = createElement('tbody');
  const heads = columns.map(({ label, numeric }) => {
    const button = createElement('button', { class: 'sort', attributes: { type: 'button' } }, label);
    const attributes = { scope: 'col' };
    return { button, head: createElement('th', { class: numeric === true ? 'numeric' : '', attributes }, button) };
  });
  const lines = rows.map((row) => ({ row, line: createRow(row, columns) }));
  body.append(...lines.map(({ line }) => line));
  heads.forEach(({ button, head }, column) => {
    button.addEventListener('click', () => {
      // Numbers are mostly looked through from the largest down, names from A on.
      const first = columns[column]?.numeric === true ? 'descending' : 'ascending';
      const second = first === 'ascending' ? 'descending' : 'ascending';
      const order = head.getAttribute('aria-sort') === first ? second : first;
      for (const other of heads) other.head.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', order);
      const sign = order === 'ascending' ? 1 : -1;
      const sorted = lines.toSorted((a, b) => sign * compareCells(a.row[column], b.row[column]));
      body.append(...sorted.map(({ line }) => line));
    });
  });
  const table = createElement(
    'table',
    {},
    createElement('caption', { class: 'hidden' }, caption),
    createElement('thead', {}, createElement('tr', {}, ...heads.map(({ head }) => head))),
    body,
  );
  // What scrolls must be reachable by keyboard.
  const attributes = { role: 'group', 'aria-label': caption, tabindex: '0' };
  return createElement('div', { class: 'table-scroll', attributes }, table);
}

function createRow(row: readonly Cell[], columns: readonly Column[]): HTMLElement {
  return createElement(
    'tr',
    {},
    ...row.map(({ content }, column) => {
      const numeric = columns[column]?.numeric === true ? 'numeric' : '';
      if (column > 0) return createElement('td', { class: numeric }, content);
      return createElement('th', { class: numeric, attributes: { scope: 'row' } }, content);
    }),
  );
}

function compareCells(a: Cell | undefined, b: Cell | undefined): number {
  const [left = '', right = ''] = [a?.sort, b?.sort];
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left).localeCompare(String(right), 'en', { numeric: true });
}
