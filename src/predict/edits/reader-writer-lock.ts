import { sayShare } from '../../detect/shared/wording.js';
import { createRandom } from '../../statistics/random.js';
import { isNotApplicable, notApplicable, type RuleOf } from './edit-rule.js';
import { findSections } from './lock-sections.js';
import { nameLock } from './names.js';

/** `ns` of a Lock op that takes it as a reader. */
const AS_READER = 1;

export const readerWriterLock: RuleOf<'reader-writer-lock'> = {
  apply(plan, { lock, readShare }) {
    if (!(readShare > 0))
      return notApplicable('Where nobody only reads, a reader-writer lock is a lock like any other.');
    const sections = findSections(plan, lock);
    if (isNotApplicable(sections)) return sections;
    const ns = plan.ops.ns.slice();
    const random = createRandom(lock);
    for (let at = 0; at < sections.count; at++) {
      if (random() < readShare) ns[sections.lockOp[at] as number] = AS_READER;
    }
    return { ...plan, ops: { ...plan.ops, ns } };
  },
  describe: ({ lock, readShare }, profile) =>
    `${nameLock(profile, lock)} as a reader-writer lock, ${sayShare(readShare)} of its acquisitions only reading`,
  assumptions: ({ readShare }) => [
    `${sayShare(readShare)} of the acquisitions only read; which ones is not recorded, so they are drawn evenly.`,
    'Taking it as a reader costs what taking the lock costs now.',
  ],
};
