import { formatShare } from '../../src/report/format.js';
import { createElement } from '../dom.js';
import { createTable, numberCell, textCell } from '../table.js';
import { averageShare, TIMELINE_STATES, type RunningSums } from './average.js';
import type { View } from './view.js';

/** The timeline in figures: mean shares of each thread over the part that is shown. */
export function createTimelineTable(rows: readonly { name: string; sums: RunningSums }[]): {
  element: HTMLElement;
  show(view: View): void;
} {
  const element = createElement('div');
  return {
    element,
    show(view) {
      element.replaceChildren(
        createTable({
          caption: 'Timeline: shares of the part shown',
          columns: [
            { label: 'Thread' },
            ...TIMELINE_STATES.map(({ label }) => ({
              label: label.charAt(0).toUpperCase() + label.slice(1),
              numeric: true,
            })),
          ],
          rows: rows.map(({ name, sums }) => [
            textCell(name),
            ...TIMELINE_STATES.map(({ key }) => numberCell(averageShare(sums[key], view), formatShare)),
          ]),
        }),
      );
    },
  };
}
