import { sayAt } from '../../detect/shared/wording.js';
import { notApplicable, type RuleOf } from './edit-rule.js';
import { collectLess } from './collect-less.js';
import { removeShares } from './thread-shares.js';

/** Part of what threads compute is gone, evenly from all they do: where in a task the code stands is not known. */
export const fasterCode: RuleOf<'faster-code'> = {
  apply(plan, { threads, collecting = 0 }) {
    const shareOf = new Map(threads.map(({ thread, share }) => [thread, share]));
    if (!threads.some(({ thread, share }) => share > 0 && plan.threads[thread] !== undefined))
      return notApplicable('It saves none of the CPU time of this run.');
    return collectLess(
      removeShares(plan, (thread) => shareOf.get(thread) ?? 0),
      collecting,
    );
  },
  describe: ({ site, what }, profile) => `${what}${sayAt(profile, site)}`,
  assumptions: () => [
    'The loop spends its time on memory as its pattern does when replayed alone with the same sizes, steps and types.',
    'What it saves is spread evenly over what its threads compute.',
  ],
};
