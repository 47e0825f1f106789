/** From what was found and a replayable run to what is worth doing, in which order, and what is not. */
import type { Detection } from '../detect/finding.js';
import type { Profile } from '../model/profile.js';
import type { Edit } from '../predict/edit.js';
import type { Prediction, Refusal } from '../predict/prediction.js';
import { chooseVariant } from './choose-variant.js';
import { MIN_SPEED_UP, isAboveNoise, isSurelyWorth } from './is-above-noise.js';
import { judgeRest } from './judge-rest.js';
import { orderChanges } from './order-changes.js';
import { propose } from './propose.js';
import type { Choice, Proposal } from './proposal.js';
import type { Ranking } from './recommendation.js';
import { refuseOutside } from './refuse-outside.js';
import { nameApart, toRecommendation, type Answered, type Finish } from './to-recommendation.js';
import { isRefusal, type RecommendOptions, type WhatIf } from './what-if.js';

/** Part of the replays spent on choosing sizes; the rest orders what was chosen. */
const SIZES_SHARE = 0.6;

/** Replays what could answer the findings, and ranks it by what it saves of the whole run for its effort. */
export function recommend(profile: Profile, detection: Detection, options: RecommendOptions): Ranking {
  const { whatIf } = options;
  const finish = (answered: Answered) => toRecommendation(answered, options);
  const chosen = chooseSizes(propose(profile, detection), whatIf);
  const refused = [...chosen.refused];
  const choices = chosen.choices.filter((choice) => {
    const { proposal, edit } = choice;
    const prediction = refuseOutside(detection, choice) ?? whatIf.refusalOf(edit);
    if (prediction !== null && proposal.finding !== null) refused.push({ proposal, edit, prediction });
    return prediction === null;
  });
  const candidates = choices.filter((choice) => isBacked(detection, choice));
  const ordered = orderChanges(candidates, whatIf, { baseNs: options.baseNs, minSpeedUp: MIN_SPEED_UP });
  const worthIt: Ranking['worthIt'] = [];
  const done: Choice[] = [];
  let combined: Prediction | null = null;
  for (const choice of ordered) {
    const { proposal, edit } = choice;
    const prediction = whatIf.predict([edit]);
    const together = done.length === 0 ? prediction : whatIf.predict([...done.map((one) => one.edit), edit]);
    const before: number = combined?.speedUp ?? 1;
    // What a single replay promised, its interval may take back.
    const isWorth = proposal.finding === null ? isSurelyWorth : isAboveNoise;
    if (isRefusal(prediction) || isRefusal(together) || !isWorth(together, before)) continue;
    done.push(choice);
    combined = together;
    const [low, high] = together.speedUpInterval;
    worthIt.push({
      recommendation: finish({ proposal, edit, prediction }),
      marginalSpeedUp: together.speedUp / before,
      marginalInterval: [low / before, high / before],
    });
  }
  const rest = judgeRest(profile, detection, { choices, done }, options);
  const notWorthIt = rest.notWorthIt.map(({ reason, ...answered }) => ({ recommendation: finish(answered), reason }));
  return nameApart({ worthIt, combined, notWorthIt, refused: [...rest.refused, ...refused].map(finish) });
}

/**
 * Whether what was measured speaks for the change, so that a replay in its favour may be believed: it answers a problem, or what
 * a problem brings about, or is a mere size of a pool. Otherwise the two would contradict each other.
 */
function isBacked({ findings }: Detection, { proposal: { findingIndex, after } }: Choice): boolean {
  return findings[findingIndex]?.level !== 'info' || after.length > 0;
}

/** Nothing can be replayed: every change that would have been looked at, with the reason. */
export function refuseAll(
  profile: Profile,
  detection: Detection,
  { refusal, ...options }: Finish & { refusal: Refusal },
): Ranking {
  const refused = propose(profile, detection)
    .filter(({ finding }) => finding !== null)
    .map((proposal) => ({ proposal, edit: proposal.variants[0] as Edit, prediction: refusal }))
    .map((answered) => toRecommendation(answered, options));
  return nameApart({ worthIt: [], combined: null, notWorthIt: [], refused });
}

/** One size of each change; where none of the changes that answer a finding applies to the run, they are refused. */
function chooseSizes(proposals: readonly Proposal[], whatIf: WhatIf): { choices: Choice[]; refused: Answered[] } {
  const sizes = proposals.reduce((sum, { variants }) => sum + variants.length, 0);
  const share = Math.min(1, (whatIf.replaysLeft() * SIZES_SHARE) / Math.max(1, sizes));
  const choices: Choice[] = [];
  const unfit: Proposal[] = [];
  for (const proposal of proposals) {
    const told = proposal.variants.filter((edit) => whatIf.refusalOf(edit) === null);
    // Where the run can tell of none, the most promising is refused: it is the one to re-run.
    const variants = told.length > 0 ? told : proposal.variants;
    const chosen = chooseVariant(variants, whatIf, Math.floor(variants.length * share));
    if (chosen === null) unfit.push(proposal);
    else choices.push({ proposal, ...chosen });
  }
  const answeredFindings = new Set(choices.map(({ proposal }) => proposal.findingIndex));
  const refused = unfit
    .filter(({ findingIndex }) => findingIndex >= 0 && !answeredFindings.has(findingIndex))
    .flatMap((proposal) => {
      const edit = proposal.variants[0] as Edit;
      const prediction = whatIf.predict([edit]);
      return isRefusal(prediction) ? [{ proposal, edit, prediction }] : [];
    });
  return { choices, refused };
}
