import type { Profile } from '../model/profile.js';
import type { DetectContext } from './context.js';
import type { Detector } from './detector.js';
import type { Finding } from './finding.js';
import {
  isLargeWait,
  lockChain,
  lockEvidence,
  lockPairs,
  lockRelated,
  lockSite,
  sayWaiters,
} from './shared/describe-lock.js';
import type { LockDiagnosis } from './shared/lock-diagnosis.js';
import { isNoteworthy, makeFinding } from './shared/make-finding.js';
import { isAsyncLock } from './shared/wait-series.js';
import { sayPlace, sayShare } from './shared/wording.js';
import { MATERIAL_SHARE } from './thresholds.js';

/** Threads wait for a lock whose holder is itself waiting: for I/O, an await, another thread. */
export const lockHeldAcrossWait: Detector = {
  id: 'lock-held-across-wait',
  detect: (profile, context) =>
    context.locks
      .filter((found) => found.cause === 'held-across-wait')
      .filter((found) => isNoteworthy(context, found.stakeNs) || isLargeWait(context, found, MATERIAL_SHARE))
      .map((found) => describe(profile, context, found)),
};

function describe(profile: Profile, context: DetectContext, found: LockDiagnosis): Finding {
  const { lock } = found;
  const away = sayShare(Math.min(1, found.heldAwayShare));
  const place = sayPlace(profile, lockSite(lock), lock.name);
  return makeFinding(context, {
    id: 'lock-held-across-wait',
    title: `${sayWaiters(profile, found)} for the lock taken at ${place}; its holder waits itself ${away} of the hold time`,
    workloadClass: isAsyncLock(lock) ? 'lock-bound' : 'io-bound',
    site: lockSite(lock),
    lock: lock.id,
    related: lockRelated(profile, found),
    threadTimeLostNs: found.waitNs,
    makespanShare: found.makespanShare,
    stakeNs: found.stakeNs,
    evidence: lockEvidence(found),
    sampleSize: lock.contendedAcquires,
    advice: `Release ${lock.name} before the I/O or await that follows ${place}, and take it again to store the result (check that what was read under it still holds).`,
    effort: 'medium',
    // One at a time gets through, so the pool looks idle, its tasks look submitted one by one, and its slots look held.
    explains: ['serial-submission', 'undersized-pool', 'slot-held-while-waiting', 'straggler', 'polling-handoff'],
    waitChain: lockChain(profile, found),
    waitsFor: lockPairs(profile, found),
  });
}
