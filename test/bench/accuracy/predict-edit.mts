/** Predictions as the product makes them, from a recorded run. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Profile } from '../../../src/model/profile.ts';
import { buildProfile } from '../../../src/model/build-profile.ts';
import type { Edit } from '../../../src/predict/edit.ts';
import type { Machine } from '../../../src/predict/plan.ts';
import { predict } from '../../../src/predict/predict.ts';
import { estimateMachine } from '../../../src/predict/estimate-machine.ts';
import { prepareReplay } from '../../../src/predict/prepare-replay.ts';
import type { Replay } from '../../../src/predict/replay.ts';
import type { Interval } from '../../../src/predict/prediction.ts';
import { readSourceMap } from '../../../src/read-source-map.ts';
import { decodeTrace } from '../../../src/trace/decode.ts';
import { outlineTrace } from '../../../src/trace/outline.ts';
import type { PlacelessEdit } from './programs.mts';

export interface OpenRun {
  profile: Profile;
  replay: Replay;
}

export type Outcome = { speedUp: number; interval: Interval } | { refused: string };

/** @throws Error when the folder holds no trace */
export function openRun(runDir: string, seed: number): OpenRun {
  const { machine } = JSON.parse(readFileSync(join(runDir, 'run.json'), 'utf8')) as { machine?: Machine };
  const profile = buildProfile(decodeTrace(readBusiestTrace(runDir)), { readSourceMap });
  return { profile, replay: prepareReplay(profile, machine ?? estimateMachine(profile), { seed }) };
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
    case 'cores':
      return edit;
    default:
      return pool === undefined ? 'The profile shows no pool.' : { ...edit, pool: pool.id };
  }
}

/** Programs with child processes leave several traces; the product analyses this one. */
function readBusiestTrace(runDir: string): Uint8Array {
  const traces = readdirSync(runDir)
    .filter((name) => name.endsWith('.twtrace'))
    .map((name) => readFileSync(join(runDir, name)))
    .map((bytes) => ({ bytes, outline: outlineTrace(bytes) }))
    .sort((a, b) => (b.outline?.workerRecords ?? -1) - (a.outline?.workerRecords ?? -1));
  const [busiest] = traces;
  if (busiest === undefined) throw new Error(`${runDir} holds no trace.`);
  return busiest.bytes;
}
