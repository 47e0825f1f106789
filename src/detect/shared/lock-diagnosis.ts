import type { Lock, Profile } from '../../model/profile.js';
import { MAJORITY } from '../thresholds.js';
import type { Activity } from './activity.js';
import { knownOr0, ratioOr0, sumOf } from './numbers.js';
import { addSeries, coveredShare, integrate, type Series } from './slices.js';
import { stakeOfWaiting } from './stake.js';
import { countWaiters, isAsyncLock, unionOfWaitsNs, waitTotalNs } from './wait-series.js';

/** Why threads wait for a lock: one cause a lock, so that it is reported once, under the name that says what to change. */
export type LockCause = 'contended' | 'held-across-wait' | 'convoy';

export interface LockDiagnosis {
  lock: Lock;
  cause: LockCause;
  waiters: Series;
  waitNs: number;
  /** Time in which at least one thread waits for it, ns. */
  waitedForNs: number;
  /** Makespan at stake, ns. */
  stakeNs: number;
  /** Share of the makespan in which somebody waits for it. */
  makespanShare: number;
  /** Share of its hold time in which the holder waits for something that is not another lock. */
  heldAwayShare: number;
  /** The lock whose waits make up most of its hold time, if there is one: the next link of the chain to the root. */
  next: Lock | undefined;
  /** Locks that are waited for only because this one is: their waits are counted here. */
  behind: Lock[];
}

/**
 * "Nearly every acquire parks": below half, most acquires go through without anybody waiting, and what is slow is not the
 * hand-over.
 */
const PARKING_SHARE = MAJORITY;

export function diagnoseLocks(profile: Profile, activity: Activity): LockDiagnosis[] {
  const diagnoses = profile.locks
    .filter((lock) => waitTotalNs(lock) > 0)
    .map((lock) => diagnose(profile, activity, lock));
  return foldChains(profile, activity, diagnoses);
}

/** Gives the waits for a lock whose holders only wait for another lock to that other one, along the chain to its root. */
function foldChains(profile: Profile, activity: Activity, diagnoses: LockDiagnosis[]): LockDiagnosis[] {
  const byLock = new Map(diagnoses.map((found) => [found.lock, found]));
  const roots = new Set(diagnoses);
  for (const found of diagnoses) {
    const root = followChain(found, byLock);
    if (root === found) continue;
    roots.delete(found);
    root.behind.push(found.lock);
    addSeries(root.waiters, found.waiters);
    root.waitNs += found.waitNs;
    root.makespanShare = coveredShare(root.waiters);
    root.stakeNs = stakeOfWaiting(activity, root.waiters, limitOf(profile, activity, root.lock));
  }
  return [...roots];
}

/** The last lock of the chain; the lock itself where the chain bites its own tail. */
function followChain(start: LockDiagnosis, byLock: Map<Lock, LockDiagnosis>): LockDiagnosis {
  const seen = new Set([start]);
  let at = start;
  while (at.next !== undefined) {
    const next = byLock.get(at.next);
    if (next === undefined) return at;
    if (seen.has(next)) return start;
    seen.add(next);
    at = next;
  }
  return at;
}

function diagnose(profile: Profile, activity: Activity, lock: Lock): LockDiagnosis {
  const waitNs = waitTotalNs(lock);
  const { slices } = activity;
  const waiters = countWaiters(lock, waitNs, slices);
  const waitedForNs = Math.min(integrate(waiters, slices), unionOfWaitsNs(lock.waits, waitNs));
  const nestedNs = sumOf(lock.nested, ({ waitNs: ns }) => ns);
  // That the holder lost its core to somebody else is not its doing, and not part of what shorter holds would save.
  const ownNs = lock.holdNs - Math.min(lock.holdNs * MAJORITY, knownOr0(lock.heldRunnableNs));
  const heldAwayShare = ratioOr0(Math.max(0, knownOr0(lock.heldWaitNs) - nestedNs), ownNs);
  return {
    lock,
    cause: findCause(lock, heldAwayShare, waitedForNs),
    waiters,
    waitNs,
    waitedForNs,
    stakeNs: stakeOfWaiting(activity, waiters, limitOf(profile, activity, lock)),
    makespanShare: coveredShare(waiters),
    heldAwayShare,
    next: findNext(profile, lock, nestedNs),
    behind: [],
  };
}

/**
 * Most of the hold time away from the core: shorter computing would not help, so the wait inside is the cause. Held for
 * less than half of the time in which somebody wants it, though nearly every acquire waits: the time goes into handing
 * over, and shorter holds would not help either.
 */
function findCause(lock: Lock, heldAwayShare: number, waitedForNs: number): LockCause {
  if (heldAwayShare >= MAJORITY) return 'held-across-wait';
  const parks = ratioOr0(lock.contendedAcquires, lock.acquires) >= PARKING_SHARE;
  const blocks = lock.kind === 'atomics-blocking' && knownOr0(lock.spinNs) < knownOr0(lock.waitNs);
  const seldomHeld = lock.holdSamples > 0 && lock.holdNs < waitedForNs * MAJORITY;
  return parks && blocks && seldomHeld ? 'convoy' : 'contended';
}

/**
 * An asynchronous lock on the main thread that guards calls into a pool: no more of them could run than the pool has idle
 * workers, however many wait.
 */
function limitOf(
  profile: Profile,
  { ready, occupied, outstanding }: Activity,
  lock: Lock,
): { limit?: (slice: number) => number } {
  const onMain = lock.threads.length > 0 && lock.threads.every((thread) => profile.threads[thread]?.isMain);
  if (!isAsyncLock(lock) || !onMain) return {};
  return {
    limit: (slice) =>
      (outstanding[slice] as number) > 0
        ? Math.max(0, (ready[slice] as number) - (occupied[slice] as number))
        : Infinity,
  };
}

function findNext({ locks }: Profile, lock: Lock, nestedNs: number): Lock | undefined {
  if (!(nestedNs > 0) || nestedNs < lock.holdNs * MAJORITY) return undefined;
  const [most] = [...lock.nested].sort((a, b) => b.waitNs - a.waitNs);
  return most === undefined ? undefined : locks.find(({ id }) => id === most.lock && id !== lock.id);
}
