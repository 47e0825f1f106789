import { sayNs } from '../../detect/shared/wording.js';
import { OpCode } from '../plan.js';
import { rewriteBodies } from './bodies.js';
import { isNotApplicable, notApplicable, type RuleOf } from './edit-rule.js';
import { findSections, isIo, isWork, sumInside } from './lock-sections.js';
import { nameLock } from './names.js';

/** A hold of so many atomic operations' length is still a few loads and stores, recorded; beyond it, it is a computation. */
const MAX_ATOMICS = 100;

/** Each hold becomes one atomic operation. */
export const lockToAtomic: RuleOf<'lock-to-atomic'> = {
  apply(plan, { lock }) {
    const sections = findSections(plan, lock);
    if (isNotApplicable(sections)) return sections;
    if (sumInside(plan, sections, isIo) > 0)
      return notApplicable('Its holder waits while holding it: no atomic operation does that.');
    const meanNs = sumInside(plan, sections, isWork) / sections.count;
    const { atomicNs } = plan.machine;
    if (meanNs > MAX_ATOMICS * atomicNs)
      return notApplicable(
        `Its holds take ${sayNs(meanNs)} on average; one atomic operation takes ${sayNs(atomicNs)}, so more is done in them than one could.`,
      );
    const { ops } = plan;
    return rewriteBodies(plan, (begin, end, out) => {
      for (let op = begin; op < end; op++) {
        const section = sections.beginsAt[op] as number;
        if (section < 0) {
          out.add(ops.code[op] as number, ops.arg[op] as number, ops.ns[op] as number);
          continue;
        }
        const last = sections.unlockOp[section] as number;
        out.add(OpCode.Compute, 0, atomicNs);
        for (op++; op < last; op++) {
          if (!isWork(ops.code[op] as number))
            out.add(ops.code[op] as number, ops.arg[op] as number, ops.ns[op] as number);
        }
      }
    });
  },
  describe: ({ lock }, profile) => `one atomic operation in place of ${nameLock(profile, lock)}`,
  assumptions: () => ['What is done under the lock can be said as one atomic operation on one word.'],
};
