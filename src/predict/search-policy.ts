import { sayNs, sayShare } from '../detect/shared/wording.js';
import { MATERIAL_SHARE } from '../detect/thresholds.js';
import type { Edit } from './edit.js';
import { describePolicy } from './edits/pool-policy.js';
import { findPool, noSuchPool, rowsOfPool, whyNotSizable } from './edits/pools.js';
import { whyNotTold } from './refuse-edits.js';
import { halveCandidates, meritOf } from './halve-candidates.js';
import { type Candidate, listCandidates, policyCandidate, usualRule } from './policy-candidates.js';
import { predict } from './predict.js';
import type { PolicyResult, Prediction, Refusal } from './prediction.js';
import type { Replay } from './replay.js';

/** Events for the interval of each finalist. */
const FINALIST_EVENTS = 1_000_000;

type Policy = Extract<Candidate, { kind: 'policy' }>;
type Fixed = Extract<Candidate, { kind: 'fixed' }>;

/**
 * The best settings for a pool on the arrivals recorded, by throughput and latency, against the best fixed size and the usual rule.
 *
 * @param pool Pool.id
 * @returns why not, where the run allows no prediction or the pool has no settings
 */
export function searchPolicy(replay: Replay, pool: number): PolicyResult | Refusal {
  if (replay.refusal !== null) return replay.refusal;
  const { plan, base, seed } = replay;
  const index = findPool(plan, pool);
  const reason = index < 0 ? noSuchPool(pool) : whyNotSizable(plan, index);
  if (reason !== undefined) return refuse(reason.notApplicable);
  if (rowsOfPool(plan, index).length === 0) return refuse('The pool ran no task.');
  const untold = whyNotTold(plan, { kind: 'pool-size', pool, threads: 1 });
  if (untold !== undefined) return refuse(untold);
  const usual = policyCandidate(pool, usualRule(plan, index)) as Policy;
  const candidates = listCandidates(plan, index);
  const ranked = halveCandidates(plan, candidates, base.events, seed).map(({ candidate }) => candidate);
  const policy = ranked.find((candidate): candidate is Policy => candidate.kind === 'policy');
  const fixed = ranked.find((candidate): candidate is Fixed => candidate.kind === 'fixed');
  if (policy === undefined || fixed === undefined)
    return refuse('No other setting of the pool could be replayed to its end.');
  const now = predictOrNow(replay, []);
  const best = { settings: policy.settings, prediction: predictOrNow(replay, [policy.edit]) };
  const bestFixed = { threads: fixed.threads, prediction: predictOrNow(replay, [fixed.edit]) };
  const usualResult = { settings: usual.settings, prediction: predictOrNow(replay, [usual.edit]) };
  const result = { pool, best, bestFixed, usualRule: usualResult, candidates: candidates.length };
  return { ...result, ...judge(result, now) };
}

function refuse(message: string): Refusal {
  return { reasons: [{ code: 'not-applicable', message }] };
}

/** Settings that the pool has already are predicted as the run itself. */
function predictOrNow(replay: Replay, edits: Edit[]): Prediction {
  const found = predict(replay, edits, FINALIST_EVENTS);
  if ('makespanNs' in found) return found;
  const now = predict(replay, [], FINALIST_EVENTS);
  if ('makespanNs' in now) return { ...now, edits };
  throw new Error(`A run that allows predictions was refused: ${now.reasons.map(({ message }) => message).join(' ')}`);
}

function judge(
  { best, bestFixed, usualRule: usual }: Pick<PolicyResult, 'best' | 'bestFixed' | 'usualRule'>,
  now: Prediction,
): Pick<PolicyResult, 'winner' | 'verdict'> {
  // Simplest first: something more complicated has to be better by what can be told from noise.
  const contenders = [
    { winner: 'as-it-is', prediction: now, what: 'as it is' },
    {
      winner: 'fixed',
      prediction: bestFixed.prediction,
      what: `a fixed pool of ${bestFixed.threads} ${bestFixed.threads === 1 ? 'thread' : 'threads'}`,
    },
    { winner: 'usual-rule', prediction: usual.prediction, what: `the usual rule (${describePolicy(usual.settings)})` },
    { winner: 'policy', prediction: best.prediction, what: `an adaptive pool (${describePolicy(best.settings)})` },
  ] as const;
  const winner = contenders.reduce<(typeof contenders)[number]>(
    (leader, next) => (isBetter(next.prediction, leader.prediction) ? next : leader),
    contenders[0],
  );
  const numbers = (contenders as readonly { prediction: Prediction; what: string }[])
    .map(({ prediction, what }) => `${what} ${sayResult(prediction)}`)
    .join('; ');
  const verdict =
    winner.winner === 'as-it-is'
      ? `Nothing beats the pool as it is by more than the noise: ${numbers}.`
      : `Best is ${winner.what}, ${sayGain(winner.prediction, now)} than as it is: ${numbers}.`;
  return { winner: winner.winner, verdict };
}

/** More merit than noise explains, and better in itself where the intervals of the two still touch. */
function isBetter(next: Prediction, leader: Prediction): boolean {
  const gain = meritOf(next.makespanNs, next.latencyNs) - meritOf(leader.makespanNs, leader.latencyNs);
  const faster = next.speedUpInterval[0] > leader.speedUp;
  const sooner =
    next.latencyP95Interval !== null &&
    leader.latencyNs !== null &&
    next.latencyP95Interval[1] < leader.latencyNs.p95 &&
    next.speedUp >= leader.speedUp * (1 - MATERIAL_SHARE);
  return gain > MATERIAL_SHARE / 2 && (faster || sooner);
}

function sayResult({ makespanNs, latencyNs }: Prediction): string {
  return `${sayNs(makespanNs)}${latencyNs === null ? '' : `, p95 ${sayNs(latencyNs.p95)}`}`;
}

function sayGain(next: Prediction, now: Prediction): string {
  const faster = next.speedUp / now.speedUp - 1;
  if (faster > MATERIAL_SHARE || next.latencyNs === null || now.latencyNs === null) return `${sayShare(faster)} faster`;
  return `p95 latency ${sayShare(1 - next.latencyNs.p95 / now.latencyNs.p95)} lower`;
}
