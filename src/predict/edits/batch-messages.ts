import { notApplicable, type RuleOf } from './edit-rule.js';
import { removeShares } from './thread-shares.js';

export const batchMessages: RuleOf<'batch-messages'> = {
  apply(plan, { size }) {
    if (!(size >= 2)) return notApplicable('One message in one is what is sent already.');
    if (!plan.threads.some(({ messageShare }) => messageShare !== undefined && messageShare > 0))
      return notApplicable('No messages are sent but those of tasks.');
    return removeShares(plan, (thread) => (plan.threads[thread]?.messageShare ?? 0) * (1 - 1 / size));
  },
  describe: ({ size }) => `${size} messages sent as one`,
  assumptions: () => [
    'A message costs what it costs by being one, not by what is in it.',
    'Whoever gets them can wait until a batch is full.',
  ],
};
