import { describeContainer, describeSteps, mainStep } from '../../src/report/describe-walk.js';
import { formatCount, formatMemory, formatPlural, formatShare } from '../../src/report/format.js';
import type { ReportMemory, ReportWalk } from '../../src/report/report-memory.js';
import { formatSpeedUpInterval } from '../../src/report/say-prediction.js';
import { createDisclosure } from '../disclosure.js';
import { createElement } from '../dom.js';
import type { PageContext } from '../page.js';
import { createTable, numberCell, textCell, type Cell } from '../table.js';
import { placeCell } from './memory-tables.js';
import { createPart } from './part.js';
import { listThreads, type NameThread } from './thread-names.js';
import { createWalkCard } from './walk-card.js';

/** Walks below this share of CPU time are in the table only, unless a finding is about them. */
const MIN_CARD_SHARE = 0.03;
const MAX_CARDS = 6;

/** How loops go through memory: the dearest with their steps drawn, all of them in a table. */
export function createWalks(
  { walks, caches }: ReportMemory,
  context: PageContext,
  nameOf: NameThread,
): HTMLElement | null {
  if (walks.length === 0) return null;
  const dear = walks.filter(
    (walk) => walk.findingKey !== null || ((walk.cpuShare ?? 0) >= MIN_CARD_SHARE && mainStep(walk) !== 0),
  );
  const shown = dear.toSorted((a, b) => weigh(b) - weigh(a)).slice(0, MAX_CARDS);
  const cards = shown.map((walk, index) =>
    createElement('li', {}, createWalkCard(walk, { id: `walk-${index}`, caches, context, nameOf })),
  );
  return createPart(
    {
      id: 'walks',
      title: 'Walks through memory',
      note: 'Which steps a loop takes, and what it uses of each line it loads.',
    },
    cards.length === 0
      ? createElement('p', {}, `No loop that touches memory took ${formatShare(MIN_CARD_SHARE)} of CPU time.`)
      : createElement('ol', { class: 'cards' }, ...cards),
    createDisclosure(
      context,
      { id: 'walks-table', summary: `All as a table (${formatPlural(walks.length, 'access', 'accesses')})` },
      createWalkTable(walks, context, nameOf),
    ),
  );
}

/** Those that a finding is about come first. */
function weigh({ findingKey, cpuShare }: ReportWalk): number {
  return (findingKey === null ? 0 : 1) + (cpuShare ?? 0);
}

function createWalkTable(walks: readonly ReportWalk[], context: PageContext, nameOf: NameThread): HTMLElement {
  return createTable({
    caption: 'Walks through memory',
    columns: [
      { label: 'Access' },
      { label: 'At' },
      { label: 'Of' },
      { label: 'CPU time', numeric: true },
      { label: 'Steps' },
      { label: 'Used of 64 B', numeric: true },
      { label: 'At a time', numeric: true },
      { label: 'Writes', numeric: true },
      { label: 'Replayed' },
      { label: 'Accesses', numeric: true },
      { label: 'Recorded', numeric: true },
      { label: 'Threads' },
    ],
    rows: walks.map((walk) => [
      { content: createElement('code', {}, walk.text), sort: walk.text },
      placeCell(walk.place, context),
      textCell(describeContainer(walk)),
      numberCell(walk.cpuShare, formatShare),
      textCell(describeSteps(walk)),
      numberCell(walk.bytesPerLine, (bytes) => formatCount(Math.round(bytes))),
      numberCell(walk.workingSetBytes, formatMemory),
      numberCell(walk.writeShare, formatShare),
      replayCell(walk),
      numberCell(walk.accesses, formatCount),
      numberCell(walk.samples, formatCount),
      textCell(listThreads(walk.threads, nameOf)),
    ]),
  });
}

function replayCell({ measured }: ReportWalk): Cell {
  if (measured === null) return { content: '–', sort: 0 };
  return { content: formatSpeedUpInterval(measured.ratio, measured.ratioInterval), sort: measured.ratio };
}
