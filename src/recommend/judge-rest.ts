import type { Detection, Finding } from '../detect/finding.js';
import { sayNs, sayShare } from '../detect/shared/wording.js';
import type { Profile } from '../model/profile.js';
import type { Prediction, Refusal } from '../predict/prediction.js';
import { MIN_SPEED_UP, isAboveNoise } from './is-above-noise.js';
import type { Choice } from './proposal.js';
import type { Answered } from './to-recommendation.js';
import { isRefusal, type RecommendOptions } from './what-if.js';

/** Lost thread time, of all there is, from which on a ranking by waiting lists a place. */
const LARGE_LOSS = 0.05;
const MOST_LISTED = 6;

interface Rest {
  notWorthIt: (Answered & { reason: string })[];
  refused: Answered[];
}

/**
 * Of the changes that are not worth making: those that a ranking by waiting time would have put on top, most waiting first, and
 * those that would be worth it alone. Where the replay contradicts what was measured, neither is believed.
 *
 * @param made all changes looked at, and those of them that are worth making
 */
export function judgeRest(
  { run }: Profile,
  { findings }: Detection,
  made: { choices: readonly Choice[]; done: readonly Choice[] },
  { whatIf, baseNs }: RecommendOptions,
): Rest {
  const findingOf = ({ proposal }: Choice): Finding | undefined => findings[proposal.findingIndex];
  const lostNs = (choice: Choice): number => findingOf(choice)?.threadTimeLostNs ?? 0;
  const isListed = (choice: Choice): boolean => {
    const finding = findingOf(choice);
    if (finding === undefined || made.done.includes(choice)) return false;
    const isOnTop = finding.level === 'problem' || finding.threadTimeShare >= LARGE_LOSS;
    return isOnTop || baseNs / choice.makespanNs >= MIN_SPEED_UP;
  };
  const isDone = (finding: Finding | undefined): boolean => made.done.some((choice) => findingOf(choice) === finding);
  const contradicted = new Set<Finding>();
  const rest: Rest = { notWorthIt: [], refused: [] };
  const listed = made.choices.filter(isListed).sort((a, b) => lostNs(b) - lostNs(a));
  for (const choice of listed.slice(0, MOST_LISTED)) {
    const { proposal, edit } = choice;
    const finding = findingOf(choice);
    const prediction = whatIf.predict([edit]);
    if (finding === undefined || isRefusal(prediction) || contradicted.has(finding)) continue;
    const stakeShare = finding.weightNs / (run.endNs - run.beginNs);
    if (finding.level === 'problem' && !isDone(finding) && contradicts(prediction, stakeShare)) {
      contradicted.add(finding);
      rest.refused.push({ proposal, edit, prediction: refuseContradiction(prediction, stakeShare) });
      continue;
    }
    const cause = findings[proposal.after[0] ?? -1];
    const reason = sayWhy(prediction, { finding, cause, isDone: made.done.length > 0, stakeShare });
    rest.notWorthIt.push({ proposal, edit, prediction, reason });
  }
  return rest;
}

/** All that is at stake would have to be gained for both to hold; the interval leaves no room for it. */
function contradicts(prediction: Prediction, stakeShare: number): boolean {
  return !isAboveNoise(prediction) && 1 / (1 - stakeShare) > prediction.speedUpInterval[1];
}

function refuseContradiction(prediction: Prediction, stakeShare: number): Refusal {
  const message =
    `What was measured puts up to ${sayShare(stakeShare)} of the run at stake here, but the replay gains next to nothing ` +
    `(${sayInterval(prediction)}): one of the two is wrong, and only a re-run can tell which.`;
  return { reasons: [{ code: 'identity', message }] };
}

interface Circumstances {
  finding: Finding;
  /** Of which the finding is a symptom. */
  cause: Finding | undefined;
  /** Whether anything is worth making. */
  isDone: boolean;
  stakeShare: number;
}

function sayWhy(prediction: Prediction, { finding, cause, isDone, stakeShare }: Circumstances): string {
  if (cause !== undefined) {
    return `It works on a symptom of ${cause.id}: with that dealt with, profile again and see what is left of it.`;
  }
  if (isAboveNoise(prediction)) {
    return isDone && finding.level === 'problem'
      ? `Alone it would be worth ×${prediction.speedUp.toFixed(2)}, but beside the changes above it adds nothing that a re-run could show.`
      : `The replay says ${sayInterval(prediction)}, but what was measured puts at most ${sayShare(stakeShare)} of the run at stake here: no gain to build on.`;
  }
  if (prediction.speedUp >= MIN_SPEED_UP) {
    return `The replay says ${sayInterval(prediction)}: at its low end nothing that re-runs could tell from chance.`;
  }
  return (
    `Threads lost ${sayNs(finding.threadTimeLostNs)} there (${sayShare(finding.threadTimeShare)} of their time), but the replay ` +
    `without it takes ${sayLength(prediction.speedUp)}: ${sayInterval(prediction)}.`
  );
}

function sayInterval({ speedUp, speedUpInterval: [low, high] }: Prediction): string {
  return `×${speedUp.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}

function sayLength(speedUp: number): string {
  if (Math.abs(speedUp - 1) < 0.005) return 'just as long';
  return speedUp > 1 ? 'nearly as long' : 'longer';
}
