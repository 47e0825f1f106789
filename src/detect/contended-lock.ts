import type { Lock, Profile } from '../model/profile.js';
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
import { shownFrame } from './shared/places.js';
import { sayPlace } from './shared/wording.js';
import { MATERIAL_SHARE } from './thresholds.js';

/** Threads wait for a lock whose holder computes. */
export const contendedLock: Detector = {
  id: 'contended-lock',
  detect: (profile, context) =>
    context.locks
      .filter((found) => found.cause === 'contended')
      .filter((found) => isNoteworthy(context, found.stakeNs) || isLargeWait(context, found, MATERIAL_SHARE))
      .map((found) => describe(profile, context, found)),
};

function describe(profile: Profile, context: DetectContext, found: LockDiagnosis): Finding {
  const { lock } = found;
  const costs = isNoteworthy(context, found.stakeNs);
  const work = sayWork(profile, lock);
  return makeFinding(context, {
    id: 'contended-lock',
    title:
      `${sayWaiters(profile, found)} for the lock taken at ${sayPlace(profile, lockSite(lock), lock.name)}` +
      (costs ? '' : ', but no core was free meanwhile'),
    workloadClass: 'lock-bound',
    site: lockSite(lock),
    lock: lock.id,
    related: lockRelated(profile, found),
    threadTimeLostNs: found.waitNs,
    makespanShare: found.makespanShare,
    stakeNs: found.stakeNs,
    evidence: lockEvidence(found),
    sampleSize: lock.contendedAcquires,
    advice: costs
      ? `Do ${work} before taking ${lock.name} and hold it only to publish the result; where that cannot be, give each part of the data a lock of its own.`
      : 'Nothing to gain yet: all cores were busy while threads waited.',
    effort: 'medium',
    // One thread at a time gets on: the others look like idle workers, and the queue like one that needs more of them.
    explains: ['undersized-pool', 'polling-handoff', 'straggler', 'serial-submission', 'oversized-pool'],
    waitChain: lockChain(profile, found),
    waitsFor: lockPairs(profile, found),
  });
}

/** What to move out of the lock: a function called under it; the one that takes it cannot be done before taking it. */
function sayWork(profile: Profile, { inside, ...lock }: Lock): string {
  const taker = shownFrame(profile, lock.acquireSites[0]?.site ?? -1);
  const isTaker = (site: number): boolean => {
    const frame = shownFrame(profile, site);
    const [name, takerName] = [frame, taker].map((found) => found?.functionName.split('.').at(-1));
    return frame?.file === taker?.file && name === takerName;
  };
  const [hottest] = inside.filter(({ site }) => site >= 0);
  if (hottest === undefined) return 'the work between lock and unlock';
  return isTaker(hottest.site) ? `what ${hottest.functionName} computes between lock and unlock` : hottest.functionName;
}
