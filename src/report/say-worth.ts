/** A finding and what the change that answers it is worth, in one sentence for its line. */
import type { Prediction } from '../predict/prediction.js';
import type { ReportFinding, ReportRecommendation } from './report.js';
import { formatSpeedUpInterval } from './say-prediction.js';

type Titled = Pick<ReportFinding | ReportRecommendation, 'title' | 'site'>;

/**
 * "walks 4 KB steps, uses 8 of every 64 bytes: swapping the loops is worth ×3.4 here (2.9–3.9), predicted". It stands at the
 * place, which therefore is not named; and what it is worth stands in place of what is at stake.
 */
export function sayWorthHere(finding: Titled, change: Titled, { speedUp, speedUpInterval }: Prediction): string {
  const [times = '', interval = ''] = formatSpeedUpInterval(speedUp, speedUpInterval).split(' ');
  const [what = ''] = withoutPlace(finding).split(': ');
  return `${uncapitalise(what)}: ${uncapitalise(withoutPlace(change))} is worth ${times} here ${interval}, predicted`;
}

/** Titles may name a line of the same code that is a few lines off. */
function withoutPlace({ title, site }: Titled): string {
  const file = site?.label.split('/').at(-1)?.replace(/:\d+$/, '');
  return file === undefined ? title : title.replace(new RegExp(` at ${escapeText(file)}:\\d+`), '');
}

function escapeText(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Words, not names: "V8 keeps …" stays as it is. */
function uncapitalise(text: string): string {
  return /^[A-Z][a-z]*(?= |$)/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
