import { findRecommendation } from '../src/report/find-recommendation.js';
import { formatSpeedUpInterval } from '../src/report/say-prediction.js';
import type { ObservedChange } from '../src/protocol/what-if.js';
import { createElement } from './dom.js';
import { createIcon } from './icons.js';
import type { Live } from './live.js';
import type { PageContext } from './page.js';

/** "Verify" and "Apply" for the recommended change with this key, and what its last verification observed. */
export function createChangeButtons(
  key: string | null,
  { live, report, host: { post } }: PageContext,
): HTMLElement | null {
  const recommendation = findRecommendation(report, { answeredBy: key });
  if (recommendation === undefined || live === null || post === null) return null;
  const { change, title } = recommendation;
  const button = (label: string, icon: 'verify' | 'change', onClick: () => void): HTMLButtonElement =>
    createElement(
      'button',
      { class: 'quiet', attributes: { type: 'button', 'aria-label': `${label}: ${title}` }, onClick },
      createIcon(icon),
      label,
    );
  const verify = button('Verify', 'verify', () => post({ type: 'verify', key: recommendation.key }));
  const apply = button('Apply…', 'change', () => post({ type: 'applyChange', key: recommendation.key }));
  const told = createElement('span', { class: 'observed', attributes: { role: 'status' } });
  const box = createElement('div', { class: 'change-buttons' }, ...(change === null ? [] : [verify, apply]), told);
  const update = (): void => {
    const verifications = live.verifications();
    const progress = live.progress();
    // What has no run to repeat has nothing to verify either.
    box.hidden = verifications === null;
    verify.disabled = verifications?.canVerify !== true || progress !== null;
    verify.title =
      verifications?.canVerify === false
        ? 'This runs code of the workspace, which you have not said you trust.'
        : 'Run the program with and without this change and compare. No file is touched.';
    told.textContent = tellState(recommendation.key, live);
  };
  update();
  live.onChange(update);
  return box;
}

function tellState(key: string, live: Live): string {
  const progress = live.progress();
  if (progress?.key === key) return `Verifying: ${progress.text}`;
  const last = live.verifications()?.observed.findLast((one) => one.key === key);
  return last === undefined ? '' : sayObserved(last);
}

/** "observed ×1.8 (1.7–1.9), 12 pairs", "inconclusive". */
export function sayObserved({ verdict, speedUp, interval, pairs }: ObservedChange): string {
  if (verdict === 'failed') return 'failed';
  const observed = `${formatSpeedUpInterval(speedUp, interval)}, ${pairs} pairs`;
  return verdict === 'inconclusive' ? `inconclusive, so far ${observed}` : `observed ${observed}`;
}
