import type { Detection } from '../detect/finding.js';
import type { Profile } from '../model/profile.js';
import type { Refusal } from '../predict/prediction.js';
import type { Predicted } from './predicted.js';
import { refuseAll } from './recommend.js';

/** What changes to a run would be worth. Never fails: what cannot be predicted is refused with the reason. */
export function predictRun(profile: Profile, detection: Detection): Predicted {
  const refusal: Refusal = {
    reasons: [{ code: 'incomplete', message: 'This build of Threadwise has no replay.' }],
  };
  return {
    identity: null,
    refusal,
    ranking: refuseAll(profile, detection, { refusal, describe: ({ kind }) => kind }),
    policies: [],
    extrapolation: null,
  };
}
