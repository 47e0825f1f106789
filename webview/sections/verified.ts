import { formatSpeedUpInterval } from '../../src/report/say-prediction.js';
import { describeCalibration } from '../../src/report/tell-predictions.js';
import type { ObservedChange } from '../../src/protocol/what-if.js';
import { createElement } from '../dom.js';
import type { Verifications } from '../live.js';
import type { PageContext } from '../page.js';
import { createSection, type Section } from '../section.js';
import { createTable, numberCell, textCell } from '../table.js';

const VERDICTS: Record<ObservedChange['verdict'], string> = {
  gain: 'gain',
  loss: 'slower',
  'no-change': 'no change',
  inconclusive: 'inconclusive',
  failed: 'failed',
};

/** Changes of this run that were re-run: observed beside predicted. Fills itself as they are made. */
export function createVerified({ live }: PageContext): Section | null {
  if (live === null) return null;
  const body = createElement('div');
  const update = (): void => {
    const verifications = live.verifications();
    body.replaceChildren(
      verifications === null || verifications.observed.length === 0
        ? createElement('p', {}, 'Nothing of this run has been verified yet.')
        : createList(verifications),
      ...(verifications === null ? [] : [createCalibration(verifications)]),
    );
  };
  update();
  live.onChange(update);
  return createSection(
    { id: 'verified', title: 'Verified', note: 'The program run again, with and without the change in turns.' },
    body,
  );
}

function createList({ observed }: Verifications): HTMLElement {
  return createTable({
    caption: 'Changes verified: predicted and observed',
    columns: [
      { label: 'Change' },
      { label: 'Verdict' },
      { label: 'Predicted', numeric: true },
      { label: 'Observed', numeric: true },
      { label: 'Pairs', numeric: true },
      { label: 'Output' },
    ],
    rows: observed.map((one) => [
      textCell(one.title),
      { content: createElement('span', { attributes: { title: one.message } }, VERDICTS[one.verdict]) },
      one.predicted === null
        ? textCell('–')
        : {
            content: formatSpeedUpInterval(one.predicted.speedUp, one.predicted.interval),
            sort: one.predicted.speedUp,
          },
      { content: formatSpeedUpInterval(one.speedUp, one.interval), sort: one.speedUp },
      numberCell(one.pairs, String),
      textCell(one.differences.length === 0 ? 'the same' : one.differences.join(' ')),
    ]),
  });
}

/** How far predictions can be believed here: all verifications on this machine, not only this run's. */
function createCalibration({ calibration }: Verifications): HTMLElement {
  return createElement('p', { class: 'calibration' }, describeCalibration(calibration));
}
