import type { ReportCopy } from '../../src/report/report-memory.js';
import type { NameThread } from './thread-names.js';

/** Columns and rows beyond this are put together: a wider matrix is no longer read. */
const MAX_THREADS = 10;
const OTHERS = -1;

export interface MatrixCell {
  /** Null where no message was sized. */
  bytes: number | null;
  cloneNs: number;
  messages: number;
}

export interface Matrix {
  senders: string[];
  receivers: string[];
  /** By row and column; null where nothing was sent. */
  cells: (MatrixCell | null)[][];
  /** Most bytes in one cell. */
  largest: number;
}

/** Who sends how much to whom. Threads in order of their numbers; the least busy together as "others". */
export function buildMatrix(copies: readonly ReportCopy[], nameOf: NameThread): Matrix {
  const rows = chooseThreads(copies, ({ from }) => from);
  const columns = chooseThreads(copies, ({ to }) => to);
  const cells = rows.shown.map((): (MatrixCell | null)[] => columns.shown.map(() => null));
  for (const copy of copies) {
    const line = cells[rows.shown.indexOf(rows.toShown(copy.from))];
    const column = columns.shown.indexOf(columns.toShown(copy.to));
    if (line !== undefined) line[column] = addTo(line[column] ?? null, copy);
  }
  const nameAll = (threads: typeof rows): string[] =>
    threads.shown.map((thread) => (thread === OTHERS ? `${threads.others} others` : nameOf(thread)));
  return {
    senders: nameAll(rows),
    receivers: nameAll(columns),
    cells,
    largest: Math.max(0, ...cells.flat().map((cell) => cell?.bytes ?? 0)),
  };
}

function addTo(cell: MatrixCell | null, { bytes, cloneNs, messages }: ReportCopy): MatrixCell {
  if (cell === null) return { bytes, cloneNs, messages };
  return {
    bytes: bytes === null ? cell.bytes : bytes + (cell.bytes ?? 0),
    cloneNs: cell.cloneNs + cloneNs,
    messages: cell.messages + messages,
  };
}

function chooseThreads(
  copies: readonly ReportCopy[],
  pick: (copy: ReportCopy) => number,
): { shown: number[]; others: number; toShown: (thread: number) => number } {
  const weights = new Map<number, number>();
  for (const copy of copies) {
    const thread = pick(copy);
    weights.set(thread, (weights.get(thread) ?? 0) + (copy.bytes ?? 0) + copy.cloneNs);
  }
  const byWeight = [...weights].sort(([, a], [, b]) => b - a).map(([thread]) => thread);
  const kept = byWeight.slice(0, byWeight.length > MAX_THREADS ? MAX_THREADS - 1 : MAX_THREADS);
  const others = byWeight.length - kept.length;
  const shown = kept.toSorted((a, b) => a - b);
  return {
    shown: others > 0 ? [...shown, OTHERS] : shown,
    others,
    toShown: (thread) => (kept.includes(thread) ? thread : OTHERS),
  };
}
