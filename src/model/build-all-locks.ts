import type { AsyncLog } from './async-locks.js';
import { buildAsyncLocks, buildWordLocks, groupLockRows, nameLocks, type LockContext } from './build-locks.js';
import type { SampleTables } from './build-samples.js';
import { buildWaitPoints } from './build-wait-points.js';
import { findLockWords } from './classify-words.js';
import type { EmptyPolls } from './empty-polls.js';
import { holdsByThread, measureHeldTime, sumNestedWaits } from './held-time.js';
import type { LockLog } from './lock-log.js';
import type { Lock, Thread, WaitPoint } from './profile.js';
import type { SchedLog } from './sched-log.js';
import type { ThreadClock } from './thread-clock.js';
import type { ThreadActivity } from './thread-states.js';
import { addLockWaits, describeActivity } from './wait-activity.js';
import type { Word } from './words.js';

export interface LockSources {
  threads: readonly Thread[];
  words: readonly Word[];
  clocks: readonly ThreadClock[];
  sched: SchedLog;
  samples: SampleTables;
}

export interface LockResult {
  locks: Lock[];
  waitPoints: WaitPoint[];
  activity: ThreadActivity[];
}

/** Locks looked into beyond their counts: what ran inside, and whether holders slept. Others lost no time worth it. */
const MOST_EXAMINED = 64;

/** Locks, the waiting that is not for locks, and what both mean for each thread. Adds lock waits to the tasks. */
export function buildAllLocks(
  log: LockLog,
  asyncLog: AsyncLog,
  emptyPolls: EmptyPolls,
  { threads, words, clocks, sched, samples }: LockSources,
  context: LockContext,
): LockResult {
  const isLock = findLockWords(words, log);
  const rows = groupLockRows(log, words.length, context.window);
  const wordLocks = buildWordLocks(words, isLock, rows, context);
  const { waitPoints, meanings } = buildWaitPoints(words, isLock, log, rows, emptyPolls, { threads, clocks }, context);
  const locks = [...wordLocks.values(), ...buildAsyncLocks(asyncLog, context)];
  nameLocks(locks, context.sites);
  const nested = sumNestedWaits([log.waits, log.spins]);
  for (const [word, lock] of wordLocks) {
    for (const [waitedFor, { waitNs, count }] of nested.get(word) ?? []) {
      const inner = wordLocks.get(waitedFor);
      if (inner !== undefined) lock.nested.push({ lock: inner.id, waitNs, count });
      lock.heldWaitNs += waitNs;
    }
    lock.nested.sort((x, y) => y.waitNs - x.waitNs);
  }
  for (const lock of locks.slice(0, MOST_EXAMINED)) {
    const holds = holdsByThread(lock);
    const held = measureHeldTime(lock, holds, lock.heldWaitNs, clocks, sched.threads);
    Object.assign(lock, held, samples.describeInside(holds));
  }
  addLockWaits(context.tasks, log, isLock, context.index);
  return { locks, waitPoints, activity: describeActivity(threads, log.waits, isLock, meanings, context.index) };
}
