import type { Lock, Profile, SiteIndex } from '../../model/profile.js';
import type { DetectContext } from '../context.js';
import type { Evidence, Finding } from '../finding.js';
import { intervalOfMedian, quantileOf, sortSample } from './intervals.js';
import type { LockDiagnosis } from './lock-diagnosis.js';
import { agentName } from './make-finding.js';
import { ratioOr0, sumOf } from './numbers.js';
import { isAsyncLock } from './wait-series.js';
import { sayAt, sayNs, sayPlace, sayShare } from './wording.js';

/** Rows of "who waits for whom" that fit a report; the rest is in the trace. */
const MAX_PAIRS = 10;

/** The line that takes the lock and loses most time there, else where it was made. */
export function lockSite(lock: Lock): SiteIndex {
  return lock.acquireSites.find(({ site }) => site >= 0)?.site ?? lock.createdAt;
}

/** "4 threads waited 61 % of their time", or "waiters" for locks that do not block threads. */
export function sayWaiters(profile: Profile, { lock, waitNs }: LockDiagnosis): string {
  const lifeNs = sumOf(lock.threads, (thread) => lifeOf(profile, thread));
  const count = lock.threads.length;
  if (isAsyncLock(lock)) return `${lock.contendedAcquires} of ${lock.acquires} requests waited ${sayNs(waitNs)} in all`;
  return `${count} ${count === 1 ? 'thread' : 'threads'} waited ${sayShare(Math.min(1, ratioOr0(waitNs, lifeNs)))} of their time`;
}

function lifeOf({ threads }: Profile, index: number): number {
  const thread = threads[index];
  return thread === undefined ? 0 : thread.endNs - thread.beginNs;
}

export function lockEvidence({ lock, waitNs, heldAwayShare, waitedForNs }: LockDiagnosis): Evidence[] {
  const waits = sortSample(Array.from({ length: lock.waits.count }, (_, row) => waitLength(lock, row)));
  const interval = intervalOfMedian(waits);
  return [
    { label: 'waited for it, all threads', value: waitNs, unit: 'ns', samples: lock.contendedAcquires },
    {
      label: 'one wait, median',
      value: quantileOf(waits, 0.5),
      unit: 'ns',
      samples: waits.length,
      ...(interval && { interval }),
    },
    {
      label: 'one hold, mean',
      value: lock.acquires > 0 ? lock.holdNs / lock.acquires : Number.NaN,
      unit: 'ns',
      samples: lock.holdSamples,
    },
    { label: 'acquires', value: lock.acquires, unit: 'count' },
    { label: 'acquires that had to wait', value: ratioOr0(lock.contendedAcquires, lock.acquires), unit: 'share' },
    {
      label: 'held while somebody waits, at most',
      value: Math.min(1, ratioOr0(lock.holdNs, waitedForNs)),
      unit: 'share',
    },
    { label: 'hold time in which the holder waits itself', value: Math.min(1, heldAwayShare), unit: 'share' },
  ];
}

function waitLength({ waits }: Lock, row: number): number {
  return (waits.endNs[row] as number) - (waits.beginNs[row] as number);
}

export function lockRelated(profile: Profile, { lock, behind }: LockDiagnosis): Finding['related'] {
  const hot = lock.inside.find(({ site }) => site >= 0);
  return [
    ...(hot
      ? [
          {
            label: `${hot.functionName} runs while it is held (${sayShare(hot.share)} of the hold time)`,
            site: hot.site,
          },
        ]
      : []),
    ...lock.acquireSites.slice(1, 3).map(({ site }) => ({ label: 'also taken here', site })),
    ...lock.releaseSites.slice(0, 1).map(({ site }) => ({ label: 'released here', site })),
    { label: 'made here', site: lock.createdAt },
    ...behind.map((other) => ({
      label: `held while waiting for it: ${other.name}, taken${sayAt(profile, lockSite(other))}`,
      site: lockSite(other),
    })),
  ];
}

/** From those who wait to what keeps the last holder, each a sentence. */
export function lockChain(profile: Profile, found: LockDiagnosis): NonNullable<Finding['waitChain']> {
  const { lock, behind, heldAwayShare } = found;
  const hot = lock.inside.find(({ site }) => site >= 0);
  const links = behind.map((other) => ({
    text: `Threads wait for ${other.name}, taken at ${sayPlace(profile, lockSite(other), 'an unknown place')}; its holder waits for ${lock.name}.`,
    site: lockSite(other),
  }));
  const root =
    heldAwayShare >= 0.5
      ? `Its holder is not computing ${sayShare(Math.min(1, heldAwayShare))} of that time: it waits itself.`
      : hot === undefined
        ? `Its holder keeps it for ${sayNs(ratioOr0(lock.holdNs, lock.acquires))} each time.`
        : `Its holder runs ${hot.functionName} (${sayShare(hot.share)} of the hold time).`;
  return [
    ...links,
    {
      text: `Threads wait for ${lock.name}, taken at ${sayPlace(profile, lockSite(lock), 'an unknown place')}.`,
      site: lockSite(lock),
    },
    { text: root, site: hot?.site ?? -1 },
  ];
}

export function lockPairs(profile: Profile, { lock }: LockDiagnosis): NonNullable<Finding['waitsFor']> {
  return lock.waitsFor.slice(0, MAX_PAIRS).map(({ waiter, owner, waitNs, count }) => ({
    waiter: agentName(profile, waiter),
    owner: agentName(profile, owner),
    waitNs,
    count,
  }));
}

/** Waiting that costs the makespan nothing is still told when it takes so much of the threads' time that one would ask. */
export function isLargeWait({ threadTimeNs }: DetectContext, { waitNs }: LockDiagnosis, share: number): boolean {
  return threadTimeNs > 0 && waitNs >= share * threadTimeNs;
}
