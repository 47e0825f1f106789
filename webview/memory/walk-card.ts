import { describeContainer, describeCost, describeSteps, describeWalk } from '../../src/report/describe-walk.js';
import { formatCount, formatPlural, formatShare } from '../../src/report/format.js';
import type { ReportMemory, ReportWalk } from '../../src/report/report-memory.js';
import { createFigure } from '../charts/figure.js';
import { createElement } from '../dom.js';
import type { PageContext } from '../page.js';
import { createPlace } from '../place.js';
import { createTable, numberCell, textCell } from '../table.js';
import { findingElementId } from '../sections/finding-card.js';
import { createCacheScale } from './cache-scale.js';
import { drawStrides, leavesLine, nameStep } from './draw-strides.js';
import { createLineUse } from './line-use.js';
import { listThreads, type NameThread } from './thread-names.js';

const BAR_PX = 24;
const AXIS_PX = 46;

interface CardParts {
  id: string;
  caches: ReportMemory['caches'];
  context: PageContext;
  nameOf: NameThread;
}

/** One access: what it steps over, what it uses of what it loads, where that fits, and what another way would cost. */
export function createWalkCard(walk: ReportWalk, { id, caches, context, nameOf }: CardParts): HTMLElement {
  const { text, loop, place, findingKey, measured } = walk;
  const at = loop ?? place;
  return createElement(
    'article',
    {
      class: `card card-${findingKey === null ? 'info' : 'problem'} walk`,
      id,
      attributes: { 'aria-labelledby': `${id}-title` },
    },
    createElement(
      'div',
      { class: 'walk-head' },
      createElement('h4', { id: `${id}-title` }, createElement('code', {}, text), ` ${describeWalk(walk)}`),
      createElement(
        'p',
        { class: 'card-meta' },
        at === null ? null : createPlace(at, context),
        createElement('span', {}, describeContainer(walk)),
        walk.cpuShare === null ? null : createElement('span', {}, `${formatShare(walk.cpuShare)} of CPU time`),
        createElement('span', {}, listThreads(walk.threads, nameOf)),
        findingKey === null ? null : createFindingLink(findingKey, context),
      ),
    ),
    createElement(
      'div',
      { class: 'walk-parts' },
      createStrideFigure(walk, id, context),
      createElement(
        'div',
        { class: 'walk-figures' },
        createLineUse(walk),
        createCacheScale(walk.workingSetBytes, caches),
      ),
    ),
    measured === null ? null : createElement('p', { class: 'walk-cost' }, `Replayed: ${describeCost(measured)}.`),
    createElement('p', { class: 'note' }, describeSample(walk)),
  );
}

function createStrideFigure(walk: ReportWalk, id: string, context: PageContext): HTMLElement {
  return createFigure(context, {
    id: `${id}-steps`,
    label: `Steps from one access to the next: ${describeSteps(walk)}.`,
    heightPx: AXIS_PX + walk.strides.length * BAR_PX,
    legend: [
      ...(walk.strides.some((step) => !leavesLine(step))
        ? [{ label: 'steps within a line', swatch: 'fill-blue' }]
        : []),
      ...(walk.strides.some(leavesLine) ? [{ label: 'steps of a line or more', swatch: 'fill-orange' }] : []),
    ],
    draw: drawStrides(walk.strides),
    table: createTable({
      caption: `Steps of ${walk.text}`,
      columns: [{ label: 'Step' }, { label: 'Share', numeric: true }],
      rows: walk.strides.map((step) => [textCell(nameStep(step)), numberCell(step.share, formatShare)]),
    }),
  });
}

function createFindingLink(key: string, { report }: PageContext): HTMLElement | null {
  const finding = report.findings.find((one) => one.key === key);
  if (finding === undefined) return null;
  return createElement(
    'a',
    { attributes: { href: `#${findingElementId(key)}`, title: finding.title } },
    `finding ${finding.rank}`,
  );
}

function describeSample({ samples, accesses, cpuSamples, writeShare }: ReportWalk): string {
  const cpu = cpuSamples === 0 ? '' : `; its share of CPU time on ${formatPlural(cpuSamples, 'sample')}`;
  return (
    `Rests on ${formatCount(samples)} recorded of ${formatCount(accesses)} accesses, ` +
    `${formatShare(writeShare)} of them writes${cpu}.`
  );
}
