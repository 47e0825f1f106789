import { sayShare } from '../../detect/shared/wording.js';
import { rewriteBodies } from './bodies.js';
import { isNotApplicable, notApplicable, type RuleOf } from './edit-rule.js';
import { findSections, isWork, sumInside } from './lock-sections.js';
import { emitMovedWork } from './moved-work.js';
import { nameLock } from './names.js';

/** Less is done while the lock is held; where it is moved, the rest is done just before it is taken. */
export const shortenHold: RuleOf<'shorten-hold'> = {
  apply(plan, { lock, share, moved }) {
    if (!(share > 0)) return notApplicable('A hold shortened by nothing is the hold as it is.');
    const sections = findSections(plan, lock);
    if (isNotApplicable(sections)) return sections;
    if (sumInside(plan, sections, isWork) === 0)
      return notApplicable('Its holds are empty: there is nothing to shorten.');
    const out = Math.min(1, share);
    const { ops } = plan;
    if (moved) return emitMovedWork(plan, sections, (code) => (isWork(code) ? out : 0));
    return rewriteBodies(plan, (begin, end, writer) => {
      const until: number[] = [];
      for (let op = begin; op < end; op++) {
        const section = sections.beginsAt[op] as number;
        if (section >= 0) until.push(sections.unlockOp[section] as number);
        while (until.length > 0 && op >= (until.at(-1) as number)) until.pop();
        const code = ops.code[op] as number;
        const kept = until.length > 0 && isWork(code) ? 1 - out : 1;
        writer.add(code, ops.arg[op] as number, (ops.ns[op] as number) * kept);
      }
    });
  },
  describe: ({ lock, share, moved }, profile) =>
    `holds of ${nameLock(profile, lock)} ${sayShare(share)} shorter${moved ? ', that work being done outside it' : ''}`,
  assumptions: ({ share, moved }) => [
    moved
      ? `${sayShare(share)} of what is done under the lock does not need it, and costs the same outside.`
      : `${sayShare(share)} of what is done under the lock need not be done at all.`,
  ],
};
