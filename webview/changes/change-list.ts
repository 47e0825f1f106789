import type { ReportRanking, ReportRecommendation } from '../../src/report/report.js';
import { isRefusal, sayPrediction } from '../../src/report/say-prediction.js';
import { createChangeButtons } from '../change-buttons.js';
import { createElement, type Child } from '../dom.js';
import type { PageContext } from '../page.js';
import { createAssumptions } from './assumptions.js';
import { createChangeName } from './change-parts.js';

/** What a ranking by waiting time would have put on top, and why it is not worth it. */
export function createNotWorthIt(entries: ReportRanking['notWorthIt'], context: PageContext): HTMLElement {
  return createList(
    'Not worth it',
    entries.map(({ recommendation, reason }) => createItem(recommendation, [reason], context)),
  );
}

export function createRefused(refused: readonly ReportRecommendation[], context: PageContext): HTMLElement {
  return createList(
    'No prediction',
    refused.map((recommendation) => {
      const { prediction } = recommendation;
      const reasons = isRefusal(prediction) ? prediction.reasons.map(({ message }) => message) : [];
      return createItem(recommendation, reasons, context);
    }),
  );
}

function createList(title: string, items: readonly HTMLElement[]): HTMLElement {
  return createElement('div', { class: 'changes' }, createElement('h3', {}, title), createElement('ul', {}, ...items));
}

function createItem(
  recommendation: ReportRecommendation,
  reasons: readonly string[],
  context: PageContext,
): HTMLElement {
  const { key, prediction, effort } = recommendation;
  const said: Child[] = isRefusal(prediction) ? [] : [createElement('span', {}, sayPrediction(prediction))];
  return createElement(
    'li',
    {},
    createChangeName(recommendation, context),
    ...reasons.map((reason) => createElement('p', {}, reason)),
    createElement('p', { class: 'card-meta' }, ...said, createElement('span', {}, `effort: ${effort}`)),
    createChangeButtons(key, context),
    isRefusal(prediction) ? null : createAssumptions(key, prediction, context),
  );
}
