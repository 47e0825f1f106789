/** What predictions say, alike in the terminal and on the page. */
import type { PolicySettings } from '../predict/edit.js';
import type { Extrapolation, IdentityCheck, Prediction } from '../predict/prediction.js';
import type { Calibration } from '../verify/verification.js';
import { formatNs, formatPlural, formatShare } from './format.js';
import type { ReportPolicy } from './report.js';
import { formatSpeedUp, formatSpeedUpInterval } from './say-prediction.js';

/** How well the replay does when nothing is changed: what all predictions rest on. */
export function describeIdentity(identity: IdentityCheck): string {
  const { recordedMakespanNs, replayedMakespanNs, makespanError, threadError } = identity;
  const sign = makespanError >= 0 ? '+' : '−';
  return (
    `Replayed without a change, the run takes ${formatNs(replayedMakespanNs)} (recorded ${formatNs(recordedMakespanNs)}: ` +
    `${sign}${formatShare(Math.abs(makespanError))}); CPU time of its threads is off by ${formatShare(threadError)} of it on average.`
  );
}

export function describeCalibration({ verifications, mape, bias, coverage }: Calibration): string {
  if (verifications === 0 || mape === null) return 'No prediction has been verified on this machine yet.';
  const lean =
    bias === null ? '' : `, ${bias >= 0 ? 'too much' : 'too little'} promised by ${formatShare(Math.abs(bias))}`;
  const held = coverage === null ? '' : `; ${formatShare(coverage)} of the intervals held what was observed`;
  return `${formatPlural(verifications, 'prediction')} verified on this machine so far: off by ${formatShare(mape)} on average${lean}${held}.`;
}

/** "×1.8 (1.7–1.9): 3.5 s (3.4 s – 3.7 s), p95 21 ms" */
export function describeOutcome({ speedUp, speedUpInterval, makespanNs, latencyNs }: Prediction): string {
  const p95 = latencyNs === null ? '' : `, p95 ${formatNs(latencyNs.p95)}`;
  return `${formatSpeedUpInterval(speedUp, speedUpInterval)}: ${formatNs(makespanNs)}${p95}`;
}

export interface PolicyRow {
  kind: 'fixed' | 'policy' | 'usual-rule';
  label: string;
  prediction: Prediction;
  /** The numbers to paste. */
  paste: string;
}

/** Which settings win and by how much, without the figures of all contenders that the verdict goes on to list. */
export function describeWinner({ verdict }: Pick<ReportPolicy, 'verdict'>): string {
  const [head = verdict] = verdict.split(': ', 1);
  return head.endsWith('.') ? head : `${head}.`;
}

/** The numbers to paste where something beats the pool as it is. */
export function pasteOfWinner(policy: ReportPolicy): string | null {
  return listPolicies(policy).find(({ kind }) => kind === policy.winner)?.paste ?? null;
}

/** The contenders for a pool: best fixed size, best adaptive policy, the usual rule. */
export function listPolicies({ best, bestFixed, usualRule }: ReportPolicy): PolicyRow[] {
  return [
    {
      kind: 'fixed',
      label: 'Best fixed size',
      prediction: bestFixed.prediction,
      paste: `minThreads: ${bestFixed.threads}, maxThreads: ${bestFixed.threads}`,
    },
    { kind: 'policy', label: 'Best adaptive', prediction: best.prediction, paste: pasteSettings(best.settings) },
    {
      kind: 'usual-rule',
      label: 'Usual rule',
      prediction: usualRule.prediction,
      paste: pasteSettings(usualRule.settings),
    },
  ];
}

function pasteSettings({ minThreads, initialThreads, maxThreads, scaleUpAt, scaleDownAt }: PolicySettings): string {
  return (
    `minThreads: ${minThreads}, initialThreads: ${initialThreads}, maxThreads: ${maxThreads}, ` +
    `scaleUpAt: ${scaleUpAt}, scaleDownAt: ${scaleDownAt}`
  );
}

type Point = Extrapolation['points'][number];

export interface ExtrapolationRow {
  cores: number;
  /** Pools as they are. */
  asIs: Point | null;
  /** A thread for each core. */
  sized: Point | null;
}

/** By cores: the program as it is, and with a thread for each core where its pools can be sized. */
export function listExtrapolation({ points }: Extrapolation): ExtrapolationRow[] {
  const rows: ExtrapolationRow[] = [];
  for (const cores of new Set(points.map((point) => point.cores))) {
    const [first = null, second = null] = points.filter((point) => point.cores === cores);
    // A pool that has a thread for each core is both.
    const isBoth = second === null && points.some((point) => point.threads === point.cores && point.cores !== cores);
    rows.push({ cores, asIs: first, sized: second ?? (isBoth ? first : null) });
  }
  return rows;
}

/** Below this no number of cores pays. */
const LEAST_GAIN = 1.05;

/** Whether any number of cores would make it faster than the run was: a table of ones tells nothing. */
export function paysMoreCores({ points }: Extrapolation): boolean {
  return points.some(({ speedUp }) => speedUp >= LEAST_GAIN);
}

export function describeExtrapolation(extrapolation: Extrapolation): string {
  if (!paysMoreCores(extrapolation)) return 'More cores alone would not make it faster: something else limits it.';
  const { points, stopsPayingAt } = extrapolation;
  const most = Math.max(1, ...points.map(({ speedUp }) => speedUp));
  if (stopsPayingAt === null) return `More cores pay to the end: ${formatSpeedUp(most)} at most.`;
  return `Beyond ${formatPlural(stopsPayingAt, 'core')} more stop paying: doubling them gains less than 5 %.`;
}
