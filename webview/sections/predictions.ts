import { describeCalibration, describeIdentity, describeOutcome } from '../../src/report/tell-predictions.js';
import type { IdentityCheck, Prediction, Refusal } from '../../src/predict/prediction.js';
import type { Report, ReportRanking } from '../../src/report/report.js';
import { createAssumptions } from '../changes/assumptions.js';
import { createChangeFigure } from '../changes/change-figure.js';
import { createNotWorthIt, createRefused } from '../changes/change-list.js';
import { createElement, type Child } from '../dom.js';
import { createIcon } from '../icons.js';
import type { PageContext } from '../page.js';
import { createSection, type Section } from '../section.js';

/** What changes would be worth, in the order to make them; what is not worth it; what could not be predicted. */
export function createPredictions({ predictions }: Report, context: PageContext): Section | null {
  const { identity, refusal, ranking, calibration } = predictions;
  if (identity === null && refusal === null) return null;
  return createSection(
    {
      id: 'predictions',
      title: 'What a change is worth',
      ...(refusal === null && {
        badge: 'predicted',
        note: 'The recorded run replayed with the change: modelled, not measured. In brackets 90\u00a0% intervals.',
      }),
    },
    identity === null ? null : createIdentity(identity),
    ...(refusal === null ? createRanking(ranking, context) : [createRefusal(refusal)]),
    // In the editor the verifications, with what they say by now, have a section of their own.
    calibration === null || context.live !== null
      ? null
      : createElement('p', { class: 'calibration' }, describeCalibration(calibration)),
  );
}

function createIdentity(identity: IdentityCheck): HTMLElement {
  return createElement(
    'p',
    { class: `identity ${identity.ok ? 'tone-good' : 'tone-problem'}` },
    createIcon(identity.ok ? 'good' : 'problem'),
    createElement('span', {}, describeIdentity(identity)),
  );
}

function createRefusal({ reasons }: Refusal): HTMLElement {
  return createElement(
    'div',
    { class: 'warning' },
    createIcon('unsure'),
    createElement(
      'div',
      {},
      createElement('p', {}, createElement('strong', {}, 'Nothing is predicted from this run')),
      ...reasons.map(({ message }) => createElement('p', {}, message)),
    ),
  );
}

function createRanking({ worthIt, combined, notWorthIt, refused }: ReportRanking, context: PageContext): Child[] {
  return [
    worthIt.length === 0
      ? createElement('p', {}, 'No change that was replayed gains more than re-runs of one program differ by.')
      : createChangeFigure({ worthIt, combined }, context),
    combined !== null && worthIt.length > 1 ? createCombined(combined, context) : null,
    notWorthIt.length === 0 ? null : createNotWorthIt(notWorthIt, context),
    refused.length === 0 ? null : createRefused(refused, context),
  ];
}

function createCombined(combined: Prediction, context: PageContext): HTMLElement {
  return createElement(
    'div',
    { class: 'combined' },
    createElement(
      'p',
      {},
      createElement('strong', {}, `All together, predicted ${describeOutcome(combined)}`),
      createElement('span', { class: 'note' }, 'Replayed together: gains do not add up.'),
    ),
    createAssumptions('combined', combined, context),
  );
}
