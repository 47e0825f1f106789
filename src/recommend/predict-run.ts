import type { Detection } from '../detect/finding.js';
import type { Profile } from '../model/profile.js';
import { describeEdit } from '../predict/edits/apply-edits.js';
import type { Machine } from '../predict/plan.js';
import type { PolicyResult, Refusal } from '../predict/prediction.js';
import { extrapolate } from '../predict/extrapolate.js';
import { REPLAY_SEED } from '../predict/explore.js';
import { prepareReplay } from '../predict/prepare-replay.js';
import type { Replay } from '../predict/replay.js';
import { searchPolicy } from '../predict/search-policy.js';
import { makeChange, type ReadSource } from './make-change.js';
import type { Predicted } from './predicted.js';
import type { Ranking } from './recommendation.js';
import { recommend, refuseAll } from './recommend.js';
import { createWhatIf } from './replay-what-if.js';
import type { Finish } from './to-recommendation.js';

/** Policies are searched for pools with so many tasks: with fewer there is no load that threads could follow. */
const MIN_TASKS_FOR_POLICY = 50;
/** The busiest pool only: a search costs as much as all else. */
const MOST_POLICIES = 1;

/**
 * What changes to a run would be worth: each replayed, ranked, or refused with the reason. What was measured is worth showing
 * whatever becomes of the replay, so that an error in it is a refusal too.
 */
export function predictRun(
  profile: Profile,
  detection: Detection,
  machine: Machine,
  readSource: ReadSource = () => undefined,
): Predicted {
  try {
    return predictChanges(profile, detection, machine, readSource);
  } catch (error) {
    const message = `The replay failed: ${error instanceof Error ? error.message : String(error)}. What was measured is not touched by it.`;
    const ranking: Ranking = { worthIt: [], combined: null, notWorthIt: [], refused: [] };
    const refusal: Refusal = { reasons: [{ code: 'incomplete', message }] };
    return { identity: null, refusal, ranking, policies: [], extrapolation: null };
  }
}

function predictChanges(profile: Profile, detection: Detection, machine: Machine, readSource: ReadSource): Predicted {
  const replay = prepareReplay(profile, machine, { seed: REPLAY_SEED });
  const { identity, refusal } = replay;
  const finish: Finish = {
    describe: (edit) => describeEdit(edit, profile),
    makeChange: (findingIndex, edit) =>
      makeChange(profile, { finding: detection.findings[findingIndex], edit }, readSource),
  };
  if (refusal !== null) {
    const ranking = refuseAll(profile, detection, { refusal, ...finish });
    return { identity, refusal, ranking, policies: [], extrapolation: null };
  }
  const whatIf = createWhatIf(replay, profile);
  return {
    identity,
    refusal,
    ranking: recommend(profile, detection, { whatIf, baseNs: replay.base.makespanNs, ...finish }),
    policies: searchPolicies(replay, profile, detection),
    extrapolation: orNull(extrapolate(replay)),
  };
}

/** Not for pools whose size is no question the run can answer. */
function searchPolicies(replay: Replay, { pools }: Profile, { findings }: Detection): PolicyResult[] {
  const doubtful = new Set(findings.flatMap(({ pool, caveat }) => (caveat === undefined ? [] : [pool])));
  return pools
    .filter(({ id, taskCount }) => taskCount >= MIN_TASKS_FOR_POLICY && !doubtful.has(id))
    .sort((a, b) => b.taskCount - a.taskCount)
    .slice(0, MOST_POLICIES)
    .flatMap(({ id }) => orNull(searchPolicy(replay, id)) ?? []);
}

function orNull<T extends object>(answer: T | Refusal): T | null {
  return 'reasons' in answer ? null : answer;
}
