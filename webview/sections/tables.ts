import { formatBytes, formatCount, formatNs, formatShare } from '../../src/report/format.js';
import type { Place, Report } from '../../src/report/report.js';
import type { PageContext } from '../page.js';
import { placeOrNone } from '../place.js';
import { createSection, type Section } from '../section.js';
import { createTable, numberCell, textCell, type Cell } from '../table.js';

function placeCell(place: Place | null, context: PageContext): Cell {
  return { content: placeOrNone(place, context), sort: place?.label ?? '' };
}

export function createLocks({ locks }: Report, context: PageContext): Section | null {
  if (locks.length === 0) return null;
  return createSection(
    {
      id: 'locks',
      title: 'Locks',
      note: 'Most waited for first. Inside: what ran while the lock was held, by CPU samples.',
    },
    createTable({
      caption: 'Locks',
      columns: [
        { label: 'Lock' },
        { label: 'Kind' },
        { label: 'Taken at' },
        { label: 'Waited', numeric: true },
        { label: 'Held', numeric: true },
        { label: 'Acquired', numeric: true },
        { label: 'Contended', numeric: true },
        { label: 'Threads', numeric: true },
        { label: 'Inside' },
      ],
      rows: locks.map((lock) => [
        textCell(lock.name),
        textCell(lock.kind),
        placeCell(lock.site, context),
        numberCell(lock.waitNs, formatNs),
        numberCell(lock.holdNs, formatNs),
        numberCell(lock.acquires, formatCount),
        numberCell(lock.acquires > 0 ? lock.contendedAcquires / lock.acquires : null, formatShare),
        numberCell(lock.threads, formatCount),
        textCell(describeInside(lock.inside)),
      ]),
    }),
  );
}

function describeInside(inside: Report['locks'][number]['inside']): string {
  const shown = inside.slice(0, 3).map(({ functionName, share }) => `${functionName} ${formatShare(share)}`);
  return shown.length === 0 ? '–' : shown.join(', ');
}

export function createMessages({ messages }: Report, context: PageContext): Section | null {
  if (messages.length === 0) return null;
  return createSection(
    { id: 'messages', title: 'Messages', note: 'Dearest to copy first.' },
    createTable({
      caption: 'Messages',
      columns: [
        { label: 'Posted at' },
        { label: 'Direction' },
        { label: 'Messages', numeric: true },
        { label: 'Bytes', numeric: true },
        { label: 'Serialising', numeric: true },
        { label: 'Deserialising', numeric: true },
      ],
      rows: messages.map((row) => [
        placeCell(row.site, context),
        textCell(row.direction.replace('-', ' ')),
        numberCell(row.count, formatCount),
        numberCell(row.bytes, (bytes) => `${row.bytesEstimated ? '≈ ' : ''}${formatBytes(bytes)}`),
        numberCell(row.serialiseNs, formatNs),
        numberCell(row.deserialiseNs, formatNs),
      ]),
    }),
  );
}

export function createHotFunctions({ hotFunctions }: Report, context: PageContext): Section | null {
  if (hotFunctions.length === 0) return null;
  return createSection(
    {
      id: 'functions',
      title: 'Hot functions',
      note: 'By CPU samples of all threads, counting the innermost function.',
    },
    createTable({
      caption: 'Hot functions',
      columns: [
        { label: 'Function' },
        { label: 'Defined at' },
        { label: 'Share of samples', numeric: true },
        { label: 'Samples', numeric: true },
      ],
      rows: hotFunctions.map(({ functionName, place, share, samples }) => [
        textCell(functionName),
        placeCell(place === null ? null : { ...place, functionName: '' }, context),
        numberCell(share, formatShare),
        numberCell(samples, formatCount),
      ]),
    }),
  );
}
