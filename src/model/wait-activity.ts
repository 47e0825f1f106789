import { addSpan, type Intervals } from './intervals.js';
import type { LockLog } from './lock-log.js';
import type { TaskTable, Thread, WaitPoint } from './profile.js';
import type { TaskIndex } from './task-index.js';
import type { ThreadActivity } from './thread-states.js';
import type { WaitRows } from './lock-rows.js';
import { groupRows } from './group-rows.js';

/** What each thread was doing by its records: inside tasks, blocked for locks, blocked for other things than idleness. */
export function describeActivity(
  threads: readonly Thread[],
  waits: WaitRows,
  isLock: Uint8Array,
  meanings: readonly (WaitPoint['meaning'] | undefined)[],
  index: TaskIndex,
): ThreadActivity[] {
  const byThread = groupRows(waits.thread.view(), threads.length);
  return threads.map(({ index: thread, isMain }) => {
    const activity: ThreadActivity = {
      tasks: index.spansOf(thread),
      lockWaitsInTasks: emptyIntervals(),
      lockWaitsElsewhere: emptyIntervals(),
      otherWaits: emptyIntervals(),
    };
    for (const row of byThread.of(thread)) {
      const word = waits.word.at(row);
      const begin = waits.beginNs.at(row);
      const isInside = isMain || index.taskAt(thread, begin) !== -1;
      if (isLock[word] === 1) {
        addSpan(isInside ? activity.lockWaitsInTasks : activity.lockWaitsElsewhere, begin, waits.endNs.at(row));
      } else if (isInside && meanings[word] !== 'idle') addSpan(activity.otherWaits, begin, waits.endNs.at(row));
    }
    return activity;
  });
}

function emptyIntervals(): Intervals {
  return { beginNs: [], endNs: [] };
}

/** Adds to each task the time it was blocked, or spinning, for locks. */
export function addLockWaits(
  { lockWaitNs }: TaskTable,
  { waits, spins }: LockLog,
  isLock: Uint8Array,
  index: TaskIndex,
): void {
  for (const rows of [waits, spins]) {
    for (let row = 0; row < rows.word.count; row++) {
      if (isLock[rows.word.at(row)] !== 1) continue;
      const begin = rows.beginNs.at(row);
      const task = index.taskAt(rows.thread.at(row), begin);
      if (task !== -1) (lockWaitNs[task] as number) += rows.endNs.at(row) - begin;
    }
  }
}
