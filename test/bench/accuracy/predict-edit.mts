/** Predictions as the product makes them, from a recorded run. */
import { readRunTrace } from '../../../src/analyze-run.ts';
import { detect } from '../../../src/detect/detect.ts';
import { buildProfile } from '../../../src/model/build-profile.ts';
import type { Profile } from '../../../src/model/profile.ts';
import type { Edit } from '../../../src/predict/edit.ts';
import { estimateMachine } from '../../../src/predict/estimate-machine.ts';
import type { Machine } from '../../../src/predict/plan.ts';
import { predict } from '../../../src/predict/predict.ts';
import type { Interval } from '../../../src/predict/prediction.ts';
import { prepareReplay } from '../../../src/predict/prepare-replay.ts';
import type { Replay } from '../../../src/predict/replay.ts';
import { readSourceMap } from '../../../src/read-source-map.ts';
import { predictRun } from '../../../src/recommend/predict-run.ts';
import { decodeTrace } from '../../../src/trace/decode.ts';
import type { PlacelessEdit } from './programs.mts';

export interface OpenRun {
  profile: Profile;
  machine: Machine;
  replay: Replay;
}

export type Outcome = { speedUp: number; interval: Interval } | { refused: string };

export interface PredictOptions {
  seed: number;
  /** Predict although others used the machine: to work on the predictor with, not to judge it by. */
  anyLoad: boolean;
}

/** @throws Error when the folder holds no trace */
export async function openRun(runDir: string, { seed, anyLoad }: PredictOptions): Promise<OpenRun> {
  const { trace, machine: measured } = await readRunTrace(runDir);
  const profile = buildProfile(decodeTrace(trace), { readSourceMap });
  if (anyLoad) profile.host.foreignShare = 0;
  const machine = measured ?? estimateMachine(profile);
  return { profile, machine, replay: prepareReplay(profile, machine, { seed }) };
}

/** What the report of this run calls worth doing. */
export function listWorthIt({ profile, machine }: OpenRun): string[] {
  const { ranking } = predictRun(profile, detect(profile), machine);
  return ranking.worthIt.map(
    ({ recommendation, marginalSpeedUp }) => `${recommendation.title} (${marginalSpeedUp.toFixed(2)})`,
  );
}

export function predictEdit({ profile, replay }: OpenRun, edit: PlacelessEdit): Outcome {
  const placed = placeEdit(profile, edit);
  if (typeof placed === 'string') return { refused: placed };
  const outcome = predict(replay, [placed]);
  return 'reasons' in outcome
    ? { refused: outcome.reasons.map(({ message }) => message).join(' ') }
    : { speedUp: outcome.speedUp, interval: outcome.speedUpInterval };
}

/** A sentence when the profile shows no such place. */
function placeEdit(profile: Profile, edit: PlacelessEdit): Edit | string {
  const pool = profile.pools.toSorted((a, b) => b.taskCount - a.taskCount)[0];
  const lock = profile.locks.toSorted((a, b) => b.waitNs + b.spinNs - a.waitNs - a.spinNs)[0];
  switch (edit.kind) {
    case 'shard-lock':
    case 'reader-writer-lock':
    case 'shorten-hold':
    case 'move-io-out-of-hold':
    case 'lock-to-atomic':
      return lock === undefined ? 'The profile shows no lock.' : { ...edit, lock: lock.id };
    case 'batch-messages':
    case 'remove-sync-wait':
    case 'reuse-workers':
    case 'notify-instead-of-poll':
    case 'remove-gc':
    case 'faster-code':
    case 'cores':
      return edit;
    default:
      return pool === undefined ? 'The profile shows no pool.' : { ...edit, pool: pool.id };
  }
}
