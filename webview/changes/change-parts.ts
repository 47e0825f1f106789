import type { ReportRecommendation } from '../../src/report/report.js';
import { createChangeButtons } from '../change-buttons.js';
import { createCode } from '../copy-button.js';
import { createElement } from '../dom.js';
import type { PageContext } from '../page.js';
import { createPlace } from '../place.js';

/** What would be changed, and where. */
export function createChangeName({ title, site }: ReportRecommendation, context: PageContext): HTMLElement {
  return createElement(
    'div',
    { class: 'change-name' },
    createElement('p', {}, title),
    site === null ? null : createPlace(site, context),
  );
}

/** How to see whether it comes true: a button where an editor listens, else the command. */
export function createTrial(recommendation: ReportRecommendation, context: PageContext): HTMLElement | null {
  const { change, key, whyByHand } = recommendation;
  if (change === null) {
    const why = whyByHand === null ? 'To be made by hand.' : `To be made by hand. ${whyByHand}`;
    return createElement('p', { class: 'note' }, why);
  }
  return createChangeButtons(key, context) ?? createCode(`threadwise verify ${key}`, context);
}

const EFFORTS: Record<ReportRecommendation['effort'], number> = { 'quick win': 0, medium: 1, advanced: 2 };

/** To sort by. */
export function weighEffort(effort: ReportRecommendation['effort']): number {
  return EFFORTS[effort];
}
