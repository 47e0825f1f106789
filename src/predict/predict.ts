import { computePercentiles } from '../statistics/percentiles.js';
import type { Edit } from './edit.js';
import { applyEdits, assumptionsOf } from './edits/apply-edits.js';
import { isNotApplicable } from './edits/edit-rule.js';
import { savingRange } from './edits/saving-range.js';
import { modelError } from './model-error.js';
import type { Plan } from './plan.js';
import type { Prediction, Refusal } from './prediction.js';
import { whyNotTold } from './refuse-edits.js';
import { countReplicates, EVENTS_A_QUESTION, replicatePlan } from './replicates.js';
import type { Replay } from './replay.js';
import { replayEdits } from './replay-edits.js';
import { simulate } from './simulate.js';
import { spreadInterval } from './spread-interval.js';

/**
 * What the edits, made together, would do: recorded makespan × replayed with them / replayed without, each with the same seed.
 *
 * @param budget events to be replayed at most; what the first replay leaves goes into the interval
 * @returns why not, where the run or the edits do not allow it
 */
export function predict(
  replay: Replay,
  edits: readonly Edit[],
  budget: number = EVENTS_A_QUESTION,
): Prediction | Refusal {
  if (replay.refusal !== null) return replay.refusal;
  const edited = replayEdits(replay, edits);
  if (isNotApplicable(edited)) return { reasons: [{ code: 'not-applicable', message: edited.notApplicable }] };
  const { plan, base, identity, seed } = replay;
  const untold = edits.map((edit) => whyNotTold(plan, edit)).find((reason) => reason !== undefined);
  if (untold !== undefined) return { reasons: [{ code: 'not-applicable', message: untold }] };
  const recordedNs = identity.recordedMakespanNs;
  const speedUp = base.makespanNs / edited.makespanNs;
  const spread = replicate(replay, edits, edited.run.events, budget);
  const cores = edits.reduce((count, edit) => (edit.kind === 'cores' ? edit.cores : count), plan.cores);
  const doublings = Math.abs(Math.log2(cores / plan.cores));
  const distance = {
    logSpeedUp: Math.log(speedUp),
    coreDoublings: doublings,
    crowdDoublings: Math.abs(crowdOf(edited.plan) - crowdOf(plan)),
  };
  const deviation =
    edits.length === 0
      ? 0
      : Math.hypot(modelError(identity, replay.repeatNoise, distance), savingError(replay, edits, edited.makespanNs));
  const speedUpInterval = spreadInterval(speedUp, spread.speedUps, deviation, seed);
  const makespanNs = recordedNs / speedUp;
  const latencyNs = computePercentiles(scaleLatencies(edited.run.latencyNs, recordedNs / base.makespanNs));
  return {
    edits: [...edits],
    makespanNs,
    makespanInterval: [recordedNs / speedUpInterval[1], recordedNs / speedUpInterval[0]],
    speedUp,
    speedUpInterval,
    throughputPerSecond: (plan.tasks.count / makespanNs) * 1e9,
    latencyNs,
    latencyP95Interval: latencyNs === null ? null : spreadInterval(latencyNs.p95, spread.latencies, deviation, seed),
    assumptions: [...new Set(edits.flatMap((edit) => assumptionsOf(edit, plan)))],
    samples: replay.samples,
    extrapolated: cores !== plan.cores,
  };
}

/** Doublings of the threads that its pools may run on each core, from one on. */
function crowdOf({ pools, cores }: Plan): number {
  const threads = pools.reduce((sum, { maxThreads }) => sum + maxThreads, 0);
  return Math.max(0, Math.log2(threads / cores));
}

/** Half the width of a 90 % interval, in standard deviations. */
const DEVIATIONS = 1.645;

/** What is not known of how much an edit saves, as a standard deviation of the logarithm of the speed-up. */
function savingError(replay: Replay, edits: readonly Edit[], makespanNs: number): number {
  const range = savingRange(edits);
  if (range === undefined) return 0;
  const off = [range.low, range.high].map((some) => {
    const run = replayEdits(replay, some);
    return isNotApplicable(run) ? Math.log(replay.base.makespanNs / makespanNs) : Math.log(run.makespanNs / makespanNs);
  });
  return Math.max(...off.map(Math.abs)) / DEVIATIONS;
}

/** Logarithms of speed-up and of p95 latency in each replicate; base and edited drawn alike. */
function replicate(
  replay: Replay,
  edits: readonly Edit[],
  events: number,
  budget: number,
): { speedUps: number[]; latencies: number[] } {
  const { replicateNs, seed } = replay;
  const drawn = replicateNs.length;
  const count = Math.min(drawn, countReplicates(events, budget));
  const speedUps: number[] = [];
  const latencies: number[] = [];
  for (let turn = 0; turn < count; turn++) {
    // Evenly through those there are, so that they cover the machine's range.
    const at = Math.floor((turn * drawn) / count);
    const edited = applyEdits(replicatePlan(replay, at, drawn), edits);
    if (isNotApplicable(edited)) continue;
    const run = simulate(edited, { seed: seed + at + 1 });
    if (run.stuck) continue;
    speedUps.push(Math.log((replicateNs[at] as number) / run.makespanNs));
    const p95 = computePercentiles(run.latencyNs)?.p95;
    if (p95 !== undefined && p95 > 0) latencies.push(Math.log(p95));
  }
  return { speedUps, latencies };
}

function scaleLatencies(latencies: Float64Array, factor: number): Float64Array {
  return latencies.map((ns) => ns * factor);
}
