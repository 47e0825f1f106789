import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildProfile } from '../../../src/model/build-profile.ts';
import { buildPlan } from '../../../src/predict/build-plan.ts';
import { checkIdentity } from '../../../src/predict/check-identity.ts';
import { estimateMachine } from '../../../src/predict/estimate-machine.ts';
import type { Machine } from '../../../src/predict/plan.ts';
import type { IdentityCheck } from '../../../src/predict/prediction.ts';
import { simulate } from '../../../src/predict/simulate.ts';
import { decodeTrace } from '../../../src/trace/decode.ts';
import { outlineTrace } from '../../../src/trace/outline.ts';

export interface ReplayedRun {
  check: IdentityCheck;
  foreignShare: number;
  tasks: number;
  ops: number;
  buildMs: number;
  simulateMs: number;
}

/** Builds the plan of the busiest process of a recorded run and replays it without an edit. */
export function replayRun(runDir: string): ReplayedRun {
  const traces = readdirSync(runDir)
    .filter((name) => name.endsWith('.twtrace'))
    .map((name) => readFileSync(join(runDir, name)))
    .map((bytes) => ({ bytes, outline: outlineTrace(bytes) }))
    .sort((x, y) => (y.outline?.workerRecords ?? -1) - (x.outline?.workerRecords ?? -1));
  const [busiest] = traces;
  if (busiest === undefined) throw new Error(`${runDir} holds no trace. Record it again with --fresh.`);
  const profile = buildProfile(decodeTrace(busiest.bytes), { readSourceMap: () => undefined });
  const record = JSON.parse(readFileSync(join(runDir, 'run.json'), 'utf8')) as { machine?: Machine };
  const beganMs = performance.now();
  const plan = buildPlan(profile, record.machine ?? estimateMachine(profile));
  const builtMs = performance.now();
  const replayed = simulate(plan, { seed: 1 });
  const endedMs = performance.now();
  return {
    check: checkIdentity(profile, plan, replayed),
    foreignShare: profile.host.foreignShare,
    tasks: plan.tasks.count,
    ops: plan.ops.count,
    buildMs: builtMs - beganMs,
    simulateMs: endedMs - builtMs,
  };
}
