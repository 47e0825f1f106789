import { formatBytes, formatCount, formatNs, formatShare } from '../../src/report/format.js';
import type { Place } from '../../src/report/report.js';
import type { ReportMemory } from '../../src/report/report-memory.js';
import type { PageContext } from '../page.js';
import { placeOrNone } from '../place.js';
import { createTable, numberCell, textCell, type Cell } from '../table.js';
import { createPart } from './part.js';
import { listThreads, type NameThread } from './thread-names.js';

export function placeCell(place: Place | null, context: PageContext): Cell {
  return { content: placeOrNone(place, context), sort: place?.label ?? '' };
}

function threadsCell(threads: readonly number[], nameOf: NameThread): Cell {
  return { content: listThreads(threads, nameOf), sort: threads.length };
}

export function createAllocations(
  { allocations }: ReportMemory,
  context: PageContext,
  nameOf: NameThread,
): HTMLElement | null {
  if (allocations.length === 0) return null;
  return createPart(
    {
      id: 'allocations',
      title: 'Allocation',
      note: 'Most bytes first, estimated from samples. GC time by share of what was allocated.',
    },
    createTable({
      caption: 'Allocation sites',
      columns: [
        { label: 'Allocated at' },
        { label: 'Bytes', numeric: true },
        { label: 'Of all', numeric: true },
        { label: 'Still live', numeric: true },
        { label: 'GC time', numeric: true },
        { label: 'Samples', numeric: true },
        { label: 'Threads' },
      ],
      rows: allocations.map((row) => [
        placeCell(row.place, context),
        numberCell(row.bytes, formatBytes),
        numberCell(row.share, formatShare),
        numberCell(row.liveBytes, formatBytes),
        numberCell(row.gcNs, formatNs),
        numberCell(row.samples, formatCount),
        threadsCell(row.threads, nameOf),
      ]),
    }),
  );
}

export function createDuplicates(
  { duplicates }: ReportMemory,
  context: PageContext,
  nameOf: NameThread,
): HTMLElement | null {
  if (duplicates.length === 0) return null;
  return createPart(
    {
      id: 'duplicates',
      title: 'The same data in several threads',
      note: 'What is only read could be one SharedArrayBuffer for all.',
    },
    createTable({
      caption: 'The same data in several threads',
      columns: [
        { label: 'Read at' },
        { label: 'What' },
        { label: 'One copy', numeric: true },
        { label: 'Copies', numeric: true },
        { label: 'Beyond the first', numeric: true },
        { label: 'Written' },
        { label: 'Threads' },
      ],
      rows: duplicates.map((row) => [
        placeCell(row.place, context),
        textCell(row.container),
        numberCell(row.bytes, formatBytes),
        numberCell(row.copies, formatCount),
        numberCell(row.bytes * (row.copies - 1), formatBytes),
        textCell(row.written ? 'yes' : 'only read'),
        threadsCell(row.threads, nameOf),
      ]),
    }),
  );
}

export function createPlacement({ placement }: ReportMemory, nameOf: NameThread): HTMLElement | null {
  if (placement.length === 0) return null;
  return createPart(
    { id: 'placement', title: 'Placement', note: 'Cores each thread was seen on.' },
    createTable({
      caption: 'Cores of threads',
      columns: [{ label: 'Thread' }, { label: 'Cores' }, { label: 'Moves a second', numeric: true }],
      rows: placement.map(({ thread, cores, migrationsPerSecond }) => [
        textCell(nameOf(thread)),
        textCell(cores.map(({ core, share }) => `core ${core} ${formatShare(share)}`).join(', ')),
        numberCell(migrationsPerSecond, formatCount),
      ]),
    }),
  );
}
