import { sayNumber } from '../../detect/shared/wording.js';
import type { PolicySettings } from '../edit.js';
import { notApplicable, type RuleOf } from './edit-rule.js';
import { namePool } from './names.js';
import { findPool, noSuchPool, whyNotSizable, withPool } from './pools.js';

/** An adaptive pool: threads come and go with its load. */
export const poolPolicy: RuleOf<'pool-policy'> = {
  apply(plan, { pool: id, policy }) {
    const index = findPool(plan, id);
    if (index < 0) return noSuchPool(id);
    const { minThreads, initialThreads, maxThreads, scaleUpAt, scaleDownAt } = policy;
    if (!(minThreads >= 0 && minThreads <= initialThreads && initialThreads <= maxThreads && maxThreads >= 1))
      return notApplicable(`These sizes contradict each other: ${describePolicy(policy)}.`);
    return (
      whyNotSizable(plan, index) ??
      withPool(plan, index, { minThreads, maxThreads, policy: { initialThreads, scaleUpAt, scaleDownAt } })
    );
  },
  describe: ({ pool, policy }, profile) => `${namePool(profile, pool)} adapting: ${describePolicy(policy)}`,
  assumptions: () => [
    'Tasks arrive as they were recorded, or when those they wait for are done.',
    'A task costs the same CPU time however many threads there are: caches and memory keep up.',
  ],
};

/** "2 to 8 threads, 4 at first, one more from 70 % busy, one less from 20 %" */
export function describePolicy({
  minThreads,
  initialThreads,
  maxThreads,
  scaleUpAt,
  scaleDownAt,
}: PolicySettings): string {
  return `${minThreads} to ${maxThreads} threads, ${initialThreads} at first, one more from ${sayNumber(scaleUpAt * 100)} % busy, one less from ${sayNumber(scaleDownAt * 100)} %`;
}
