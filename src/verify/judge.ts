/** From the times of pairs to a verdict. Pure, so that it can be tried on every kind of noise. */
import { bootstrapPairedRatio, pairRatios } from '../statistics/bootstrap.js';
import { effectSize, minimumDetectableEffect, pairNoise } from '../statistics/effect.js';
import { median, quantile } from '../statistics/quantile.js';
import type { Interval, Verification } from './verification.js';

/** Pairs of times, ns; `foreign` = share of the machine others used meanwhile, null = not known. */
export interface Pair {
  baseNs: number;
  changeNs: number;
  foreign: number | null;
}

/** Fewer say nothing: the interval of the median of four is their whole range. An even number, so that both go first as often. */
export const MIN_PAIRS = 6;
/** A ratio nearer to 1 is neither gain nor loss, however narrow its interval: the order of runs alone makes as much. */
const SMALLEST_EFFECT = 0.02;
/** A difference must also hold in an interval of this level: looking after every pair gives chance many chances. */
const SURE = 0.99;
/** Nearer to 1 than this, or than what could be shown, it needs more pairs as well. */
const SMALL_EFFECT = 0.05;
const PAIRS_FOR_SMALL = 20;
/** An interval that holds 1 and stays within this is no change, even where more pairs could show less. */
const NO_CHANGE = 0.05;
const SEED = 1;
/** Above these, nothing is concluded. */
export const MOST_FOREIGN = 0.1;
export const MOST_SPREAD = 0.15;

/** What `pairs` tell. With none, NaN. */
export function observe(pairs: readonly Pair[], disturbedPairs: number, seed: number): Verification['observed'] {
  const baseNs = pairs.map((pair) => pair.baseNs);
  const changeNs = pairs.map((pair) => pair.changeNs);
  const { ratio, interval } = bootstrapPairedRatio(baseNs, changeNs, { seed });
  const known = pairs.flatMap(({ foreign }) => (foreign === null ? [] : [foreign]));
  return {
    speedUp: ratio,
    interval,
    pairs: pairs.length,
    baseNs,
    changeNs,
    effectSize: effectSize(baseNs, changeNs),
    minimumDetectable: 1 + minimumDetectableEffect(pairNoise(baseNs, changeNs), pairs.length),
    disturbedPairs,
    foreignShare: known.length === 0 ? null : known.reduce((sum, share) => sum + share, 0) / known.length,
  };
}

/** Half the width of the middle 80 % of values, as a share of their median. */
export function spreadOf(values: readonly number[]): number {
  return (quantile(values, 0.9) - quantile(values, 0.1)) / 2 / median(values);
}

/** Whether the interval is no wider than ± `tolerance`. */
export function isTight([low, high]: Interval, tolerance: number): boolean {
  return high / low <= (1 + tolerance) / (1 - tolerance);
}

export interface Judgement {
  verdict: 'gain' | 'loss' | 'no-change' | 'inconclusive';
  /** Why it is inconclusive, a sentence; else ''. */
  reason: string;
}

/** @param interrupted whoever waited for it did not want to wait any longer */
export function judge(observed: Verification['observed'], interrupted: boolean): Judgement {
  const reason = explainInconclusive(observed, interrupted);
  if (reason !== null) return { verdict: 'inconclusive', reason };
  const [low, high] = observed.interval;
  if (isDifferent(observed)) return { verdict: observed.speedUp > 1 ? 'gain' : 'loss', reason: '' };
  const reach = Math.max(observed.minimumDetectable, 1 + NO_CHANGE);
  const mayBeNone = (low <= 1 && high >= 1) || effectOf(observed.speedUp) < SMALLEST_EFFECT;
  if (mayBeNone && low >= 1 / reach && high <= reach) return { verdict: 'no-change', reason: '' };
  const why = mayBeNone
    ? 'the interval holds 1 and reaches far from it'
    : 'the difference is too small to tell from chance with so few';
  return {
    verdict: 'inconclusive',
    reason: `${observed.pairs} pairs leave it open: ${why}. Allow more time with --budget.`,
  };
}

/** The interval excludes 1, and not by chance. */
function isDifferent({
  speedUp,
  interval,
  pairs,
  minimumDetectable,
  baseNs,
  changeNs,
}: Verification['observed']): boolean {
  const effect = effectOf(speedUp);
  if (effect < SMALLEST_EFFECT || !excludesOne(interval)) return false;
  if (!excludesOne(bootstrapPairedRatio(baseNs, changeNs, { seed: SEED, level: SURE }).interval)) return false;
  return effect >= Math.max(SMALL_EFFECT, minimumDetectable - 1) || pairs >= PAIRS_FOR_SMALL;
}

function effectOf(speedUp: number): number {
  return Math.max(speedUp, 1 / speedUp) - 1;
}

function excludesOne([low, high]: Interval): boolean {
  return low > 1 || high < 1;
}

function explainInconclusive(observed: Verification['observed'], interrupted: boolean): string | null {
  const { pairs, disturbedPairs, baseNs, changeNs } = observed;
  if (pairs < MIN_PAIRS) {
    const why = interrupted
      ? 'it was interrupted'
      : disturbedPairs > 0
        ? `other programs used more than ${percent(MOST_FOREIGN)} of the machine in ${disturbedPairs} more`
        : 'the budget allowed no more';
    return `Only ${pairs} of at least ${MIN_PAIRS} pairs count: ${why}.`;
  }
  const spread = spreadOf(pairRatios(baseNs, changeNs));
  if (spread > MOST_SPREAD) {
    return `The pairs spread over ± ${percent(spread)}, more than ± ${percent(MOST_SPREAD)}: nothing can be told from them.`;
  }
  return null;
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
