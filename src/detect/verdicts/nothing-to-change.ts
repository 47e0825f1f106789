import type { VerdictRule } from '../detector.js';
import { totalBusyNs } from '../shared/bottleneck.js';
import { ratioOr0, sumOf } from '../shared/numbers.js';
import { isHidden } from './not-visible.js';
import { sayCount, sayShare } from '../shared/wording.js';

/** No problem was found. Says what was looked at, so that a reader can judge how much that means. */
export const nothingToChange: VerdictRule = {
  id: 'nothing-to-change',
  judge(profile, { activity, spanNs, threadTimeNs }, findings) {
    const { threads, tasks, locks, messageSites } = profile;
    if (threads.length < 2 || spanNs === 0 || findings.some(({ level }) => level === 'problem')) return undefined;
    if (isHidden(profile, threadTimeNs)) return undefined;
    const workers = threads.filter(({ isMain }) => !isMain).length;
    const messages = sumOf(messageSites, ({ count }) => count);
    const acquires = sumOf(locks, (lock) => lock.acquires);
    const busy = ratioOr0(totalBusyNs(profile), activity.cores * spanNs);
    return {
      id: 'nothing-to-change',
      message:
        `Nothing found that is worth changing between the threads. Looked at ${sayCount(tasks.count, 'task')} on ${sayCount(workers, 'worker')}, ` +
        `${sayCount(acquires, 'acquire')} of ${sayCount(locks.length, 'lock')} and ${sayCount(messages, 'message')}; ` +
        `the program's work filled ${sayShare(busy)} of the core time.`,
      evidence: [
        { label: 'tasks', value: tasks.count, unit: 'count' },
        { label: 'workers', value: workers, unit: 'count' },
        { label: 'acquires of locks', value: acquires, unit: 'count' },
        { label: 'messages', value: messages, unit: 'count' },
        { label: 'core time filled with work', value: busy, unit: 'share' },
      ],
    };
  },
};
