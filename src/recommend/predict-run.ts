import type { Detection } from '../detect/finding.js';
import type { Profile } from '../model/profile.js';
import type { Edit } from '../predict/edit.js';
import { describeEdit } from '../predict/edits/apply-edits.js';
import type { Machine } from '../predict/plan.js';
import type { IdentityCheck, Refusal } from '../predict/prediction.js';
import { prepareReplay } from '../predict/prepare-replay.js';
import type { Predicted } from './predicted.js';
import { recommend, refuseAll } from './recommend.js';
import { createWhatIf } from './replay-what-if.js';

/** The same run gives the same predictions. */
const SEED = 1;

/**
 * What changes to a run would be worth: each replayed, ranked, or refused with the reason. What was measured is worth showing
 * whatever becomes of the replay, so that an error in it is a refusal too.
 */
export function predictRun(profile: Profile, detection: Detection, machine: Machine): Predicted {
  try {
    return predictChanges(profile, detection, machine);
  } catch (error) {
    const message = `The replay failed: ${error instanceof Error ? error.message : String(error)}. What was measured is not touched by it.`;
    return refuse(profile, detection, { reasons: [{ code: 'incomplete', message }] }, null);
  }
}

function predictChanges(profile: Profile, detection: Detection, machine: Machine): Predicted {
  const replay = prepareReplay(profile, machine, { seed: SEED });
  const { identity, refusal } = replay;
  if (refusal !== null) return refuse(profile, detection, refusal, identity);
  const describe = (edit: Edit): string => describeEdit(edit, profile);
  const whatIf = createWhatIf(replay, profile);
  return {
    identity,
    refusal,
    ranking: recommend(profile, detection, { whatIf, baseNs: replay.base.makespanNs, describe }),
    policies: [],
    extrapolation: null,
  };
}

function refuse(profile: Profile, detection: Detection, refusal: Refusal, identity: IdentityCheck | null): Predicted {
  const describe = (edit: Edit): string => describeEdit(edit, profile);
  const ranking = refuseAll(profile, detection, { refusal, describe });
  return { identity, refusal, ranking, policies: [], extrapolation: null };
}
