import type { Profile } from '../model/profile.js';
import type { DetectContext } from './context.js';
import type { Detector } from './detector.js';
import type { Finding } from './finding.js';
import { lockChain, lockEvidence, lockPairs, lockRelated, lockSite } from './shared/describe-lock.js';
import type { LockDiagnosis } from './shared/lock-diagnosis.js';
import { isNoteworthy, makeFinding } from './shared/make-finding.js';
import { ratioOr0 } from './shared/numbers.js';
import { sayCount, sayNs, sayPlace, sayShare } from './shared/wording.js';

/** Short holds, but every acquire parks: waking the next thread takes longer than the work under the lock. */
export const lockConvoy: Detector = {
  id: 'lock-convoy',
  detect: (profile, context) =>
    context.locks
      .filter((found) => found.cause === 'convoy' && isNoteworthy(context, found.stakeNs))
      .map((found) => describe(profile, context, found)),
};

function describe(profile: Profile, context: DetectContext, found: LockDiagnosis): Finding {
  const { lock } = found;
  const parked = sayShare(ratioOr0(lock.contendedAcquires, lock.acquires));
  const handOverNs = ratioOr0(found.waitedForNs - lock.holdNs, lock.contendedAcquires);
  const place = sayPlace(profile, lockSite(lock), lock.name);
  return makeFinding(context, {
    id: 'lock-convoy',
    title: `${parked} of the acquires at ${place} park: handing the lock over takes ${sayNs(handOverNs)}, holding it ${sayNs(ratioOr0(lock.holdNs, lock.acquires))}`,
    workloadClass: 'lock-bound',
    site: lockSite(lock),
    lock: lock.id,
    related: lockRelated(profile, found),
    threadTimeLostNs: found.waitNs,
    makespanShare: found.makespanShare,
    stakeNs: found.stakeNs,
    evidence: [
      ...lockEvidence(found),
      { label: 'one hand-over', value: handOverNs, unit: 'ns', samples: lock.contendedAcquires },
    ],
    sampleSize: lock.contendedAcquires,
    advice: `Take the lock less often: claim a batch each time (${sayCount(lock.acquires, 'acquire')} in this run), or let a running thread take a free lock ahead of sleepers instead of first come, first served.`,
    effort: 'medium',
    explains: ['contended-lock', 'oversized-pool', 'polling-handoff', 'undersized-pool'],
    waitChain: lockChain(profile, found),
    waitsFor: lockPairs(profile, found),
  });
}
