import type { Finding } from '../detect/finding.js';
import type { Pool } from '../model/profile.js';
import type { Extrapolation, IdentityCheck, Interval, PolicyResult, Prediction } from '../predict/prediction.js';
import type { Predicted } from '../recommend/predicted.js';
import type { Recommendation } from '../recommend/recommendation.js';
import type { Percentiles } from '../statistics/percentiles.js';
import type { Calibration } from '../verify/verification.js';
import { nameFindings } from './build-findings.js';
import type { Places } from './build-places.js';
import { shareOrZero, wholeOrZero } from './numbers.js';
import type { ReportPolicy, ReportPredictions, ReportRecommendation } from './report.js';
import { isRefusal } from './say-prediction.js';

interface Sources {
  findings: readonly Finding[];
  pools: readonly Pool[];
  places: Places;
  calibration: Calibration | null;
}

export function buildPredictions(predicted: Predicted, sources: Sources): ReportPredictions {
  const { ranking } = predicted;
  const keys = nameFindings(sources.findings);
  const build = (recommendation: Recommendation): ReportRecommendation =>
    buildRecommendation(recommendation, keys, sources.places);
  return {
    identity: predicted.identity && roundIdentity(predicted.identity),
    refusal: predicted.refusal,
    ranking: {
      worthIt: ranking.worthIt.map(({ recommendation, marginalSpeedUp, marginalInterval }) => ({
        recommendation: build(recommendation),
        marginalSpeedUp: shareOrZero(marginalSpeedUp),
        marginalInterval: roundRatios(marginalInterval),
      })),
      combined: ranking.combined && roundPrediction(ranking.combined),
      notWorthIt: ranking.notWorthIt.map(({ recommendation, reason }) => ({
        recommendation: build(recommendation),
        reason,
      })),
      refused: ranking.refused.map(build),
    },
    policies: predicted.policies.map((policy) => buildPolicy(policy, sources)),
    extrapolation: predicted.extrapolation && roundExtrapolation(predicted.extrapolation),
    calibration: sources.calibration,
  };
}

function buildRecommendation(
  { key, findingIndex, title, edit, effort, site, change, whyByHand, prediction }: Recommendation,
  keys: readonly string[],
  places: Places,
): ReportRecommendation {
  return {
    key,
    findingKey: keys[findingIndex] ?? null,
    title,
    edit,
    effort,
    site: places.at(site),
    change,
    whyByHand,
    prediction: isRefusal(prediction) ? prediction : roundPrediction(prediction),
  };
}

function buildPolicy(
  { pool, best, bestFixed, usualRule, candidates, verdict, winner }: PolicyResult,
  { pools, places }: Sources,
): ReportPolicy {
  const made = pools.find(({ id }) => id === pool);
  return {
    pool,
    library: made?.library ?? '',
    site: places.at(made?.createdAt ?? -1),
    best: { settings: best.settings, prediction: roundPrediction(best.prediction) },
    bestFixed: { threads: bestFixed.threads, prediction: roundPrediction(bestFixed.prediction) },
    usualRule: { settings: usualRule.settings, prediction: roundPrediction(usualRule.prediction) },
    candidates,
    verdict,
    winner,
  };
}

function roundPrediction(prediction: Prediction): Prediction {
  return {
    edits: prediction.edits,
    makespanNs: wholeOrZero(prediction.makespanNs),
    makespanInterval: roundTimes(prediction.makespanInterval),
    speedUp: shareOrZero(prediction.speedUp),
    speedUpInterval: roundRatios(prediction.speedUpInterval),
    throughputPerSecond: Math.round(prediction.throughputPerSecond * 1e3) / 1e3 || 0,
    latencyNs: prediction.latencyNs && roundPercentiles(prediction.latencyNs),
    latencyP95Interval: prediction.latencyP95Interval && roundTimes(prediction.latencyP95Interval),
    assumptions: prediction.assumptions,
    samples: wholeOrZero(prediction.samples),
    extrapolated: prediction.extrapolated,
  };
}

function roundPercentiles({ count, p50, p95, p99, max }: Percentiles): Percentiles {
  return {
    count,
    p50: wholeOrZero(p50),
    p95: wholeOrZero(p95),
    p99: wholeOrZero(p99),
    max: wholeOrZero(max),
  };
}

function roundIdentity(identity: IdentityCheck): IdentityCheck {
  const { lockWaitNs } = identity;
  return {
    recordedMakespanNs: wholeOrZero(identity.recordedMakespanNs),
    replayedMakespanNs: wholeOrZero(identity.replayedMakespanNs),
    makespanError: shareOrZero(identity.makespanError),
    threadError: shareOrZero(identity.threadError),
    lockWaitNs: { recorded: wholeOrZero(lockWaitNs.recorded), replayed: wholeOrZero(lockWaitNs.replayed) },
    ok: identity.ok,
    reason: identity.reason,
  };
}

function roundExtrapolation({ points, stopsPayingAt }: Extrapolation): Extrapolation {
  return {
    points: points.map(({ cores, threads, makespanNs, interval, speedUp, speedUpInterval }) => ({
      cores,
      threads,
      makespanNs: wholeOrZero(makespanNs),
      interval: roundTimes(interval),
      speedUp: shareOrZero(speedUp),
      speedUpInterval: roundRatios(speedUpInterval),
    })),
    stopsPayingAt,
  };
}

function roundTimes([low, high]: Interval): Interval {
  return [wholeOrZero(low), wholeOrZero(high)];
}

function roundRatios([low, high]: Interval): Interval {
  return [shareOrZero(low), shareOrZero(high)];
}
