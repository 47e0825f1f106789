import type { Profile } from '../model/profile.js';
import type { DetectContext } from './context.js';
import type { Finding, FindingId, Verdict, VerdictId } from './finding.js';

/** Looks for one thing. Pure: the same profile gives the same findings. Never throws, whatever is unknown (NaN) in the profile. */
export interface Detector {
  id: FindingId;
  detect(profile: Profile, context: DetectContext): Finding[];
}

/** Says what may be concluded from a run. Sees the findings, since "nothing to change" depends on them. */
export interface VerdictRule {
  id: VerdictId;
  judge(profile: Profile, context: DetectContext, findings: readonly Finding[]): Verdict | undefined;
}
