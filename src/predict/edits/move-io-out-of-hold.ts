import { isNotApplicable, notApplicable, type RuleOf } from './edit-rule.js';
import { findSections, isIo, sumInside } from './lock-sections.js';
import { emitMovedWork } from './moved-work.js';
import { nameLock } from './names.js';

export const moveIoOutOfHold: RuleOf<'move-io-out-of-hold'> = {
  apply(plan, { lock }) {
    const sections = findSections(plan, lock);
    if (isNotApplicable(sections)) return sections;
    if (sumInside(plan, sections, isIo) === 0)
      return notApplicable('Its holder never waits for I/O or a timer while holding it.');
    return emitMovedWork(plan, sections, (code) => (isIo(code) ? 1 : 0));
  },
  describe: ({ lock }, profile) => `I/O moved out of the holds of ${nameLock(profile, lock)}`,
  assumptions: () => [
    'The I/O does not need the lock: it is done before it, and takes as long as it did.',
    'Whoever answers the I/O serves more requests at a time as fast as it served one.',
  ],
};
