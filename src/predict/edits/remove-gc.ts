import { notApplicable, type RuleOf } from './edit-rule.js';
import { removeShares } from './thread-shares.js';

export const removeGc: RuleOf<'remove-gc'> = {
  apply(plan) {
    if (!plan.threads.some(({ gcShare }) => gcShare !== undefined && gcShare > 0))
      return notApplicable('No garbage collection was recorded.');
    return removeShares(plan, (thread) => plan.threads[thread]?.gcShare ?? 0);
  },
  describe: () => 'no garbage collection pauses',
  assumptions: () => [
    'Garbage collection is spread evenly over what a thread computes.',
    'Allocating itself still costs what it does: a program that allocates less may gain more.',
  ],
};
