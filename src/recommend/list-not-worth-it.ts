import type { Detection } from '../detect/finding.js';
import { sayNs, sayShare } from '../detect/shared/wording.js';
import type { Prediction } from '../predict/prediction.js';
import { isAboveNoise } from './is-above-noise.js';
import type { Choice, Proposal } from './proposal.js';
import type { Answered } from './to-recommendation.js';
import { isRefusal, type RecommendOptions } from './what-if.js';

/** Lost thread time, of all there is, from which on a ranking by waiting lists a place. */
const LARGE_LOSS = 0.05;
const MOST_LISTED = 6;

/**
 * What a ranking by waiting time would have put on top and the replay does not bear out, most waiting first; and what would
 * be worth it alone, but not beside what is done already.
 */
export function listNotWorthIt(
  { findings }: Detection,
  left: readonly Choice[],
  { whatIf, baseNs }: RecommendOptions,
): (Answered & { reason: string })[] {
  const lostNs = ({ proposal }: Choice): number => findings[proposal.findingIndex]?.threadTimeLostNs ?? 0;
  const isListed = ({ proposal, makespanNs }: Choice): boolean => {
    const finding = findings[proposal.findingIndex];
    return finding !== undefined && (finding.threadTimeShare >= LARGE_LOSS || baseNs / makespanNs > 1);
  };
  return left
    .filter(isListed)
    .sort((a, b) => lostNs(b) - lostNs(a))
    .slice(0, MOST_LISTED)
    .flatMap((choice) => {
      const { proposal, edit } = choice;
      const prediction = whatIf.predict([edit]);
      if (isRefusal(prediction)) return [];
      return [{ proposal, edit, prediction, reason: sayWhy(findings, proposal, prediction) }];
    });
}

function sayWhy(findings: Detection['findings'], { findingIndex, after }: Proposal, prediction: Prediction): string {
  const finding = findings[findingIndex];
  const cause = findings[after[0] ?? -1];
  if (cause !== undefined) {
    return `It works on a symptom of ${cause.id}: with that dealt with, profile again and see what is left of it.`;
  }
  if (isAboveNoise(prediction)) {
    return `Alone it would be worth ${sayTimes(prediction.speedUp)}, but beside the changes above it adds nothing that a re-run could show.`;
  }
  const lost =
    finding === undefined
      ? ''
      : `Threads lost ${sayNs(finding.threadTimeLostNs)} there (${sayShare(finding.threadTimeShare)} of their time), but `;
  const [low, high] = prediction.speedUpInterval;
  const tail = `the replay without it takes ${sayLength(prediction.speedUp)}: ${sayTimes(prediction.speedUp)} (${low.toFixed(2)}–${high.toFixed(2)}).`;
  return lost === '' ? tail.charAt(0).toUpperCase() + tail.slice(1) : lost + tail;
}

function sayTimes(speedUp: number): string {
  return `×${speedUp.toFixed(2)}`;
}

function sayLength(speedUp: number): string {
  if (Math.abs(speedUp - 1) < 0.005) return 'just as long';
  return speedUp > 1 ? 'nearly as long' : 'longer';
}
