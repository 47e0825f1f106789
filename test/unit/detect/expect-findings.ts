import { detect } from '../../../src/detect/detect.js';
import type { Finding, FindingId } from '../../../src/detect/finding.js';
import type { Profile } from '../../../src/model/profile.js';

/** Ids of the problems, in rank order. */
export function problems(profile: Profile): FindingId[] {
  return detect(profile)
    .findings.filter(({ level }) => level === 'problem')
    .map(({ id }) => id);
}

/** The finding of an id, whatever its level. */
export function seen(profile: Profile, id: FindingId): Finding | undefined {
  return detect(profile).findings.find((finding) => finding.id === id);
}
