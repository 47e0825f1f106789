import { notApplicable, type RuleOf } from './edit-rule.js';

export const cores: RuleOf<'cores'> = {
  apply(plan, { cores: count }) {
    if (!(count >= 1)) return notApplicable('A machine has at least one core.');
    if (count === plan.cores) return notApplicable(`The run had ${plan.cores} cores already.`);
    return { ...plan, cores: count };
  },
  describe: ({ cores: count }) => `on ${count} cores`,
  assumptions: () => [
    'The other machine differs in nothing but the number of cores: each is as fast, and memory and caches keep up.',
  ],
};
