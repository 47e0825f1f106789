import { formatMemory } from '../../src/report/format.js';
import type { Report } from '../../src/report/report.js';
import type { ReportMemory } from '../../src/report/report-memory.js';
import { createElement, type Child } from '../dom.js';
import type { PageContext } from '../page.js';
import { createSection, type Section } from '../section.js';
import { createCopies } from './copies.js';
import { createHeaps } from './heaps.js';
import { createAllocations, createDuplicates, createPlacement } from './memory-tables.js';
import { createNotRecorded } from './not-recorded.js';
import { createMemoryRequest } from './request.js';
import { createSharedBuffers } from './shared-buffers.js';
import { nameThreads } from './thread-names.js';
import { createWalks } from './walks.js';

/** How the program's threads go through memory: walks, sharing, copies, allocation. Where no pass was made: how to make one. */
export function createMemory(report: Report, context: PageContext): Section | null {
  const { memory } = report;
  if (memory === null) return createMemoryRequest(report, context);
  const nameOf = nameThreads(report);
  return createSection(
    {
      id: 'memory',
      title: 'Memory',
      note: 'Seen in a run of its own, which is never timed. Shares of CPU time are of runs that do not record it.',
    },
    createMachine(memory),
    createWalks(memory, context, nameOf),
    createSharedBuffers(memory, context, nameOf),
    createCopies(memory, context, nameOf),
    createDuplicates(memory, context, nameOf),
    createAllocations(memory, context, nameOf),
    createHeaps(memory, context, nameOf),
    createPlacement(memory, nameOf),
    createNotRecorded(memory, context),
  );
}

function createMachine({ caches, cores, nodes }: ReportMemory): Child {
  const sizes = caches.map(({ level, bytes, sharedByCores }) => {
    const shared = sharedByCores > 1 ? ` for ${sharedByCores} cores` : '';
    return `L${level} ${formatMemory(bytes)}${shared}`;
  });
  const [line] = caches;
  const parts = [
    sizes.length === 0 ? 'The system does not tell the sizes of its caches' : `Caches: ${sizes.join(', ')}`,
    ...(line === undefined ? [] : [`lines of ${line.lineBytes} bytes`]),
    `${cores} ${cores === 1 ? 'core' : 'cores'}`,
    ...(nodes > 1 ? [`${nodes} NUMA nodes`] : []),
  ];
  return createElement('p', { class: 'note' }, `${parts.join(' · ')}.`);
}
