import { startAsMany } from './crowd.js';
import { notApplicable, type RuleOf } from './edit-rule.js';
import { namePool } from './names.js';
import { findPool, noSuchPool, whyNotSizable, withPool } from './pools.js';

export const poolSize: RuleOf<'pool-size'> = {
  apply(plan, { pool: id, threads }) {
    const index = findPool(plan, id);
    const pool = plan.pools[index];
    if (pool === undefined) return noSuchPool(id);
    if (!(threads >= 1)) return notApplicable('A pool has at least one thread.');
    const reason = whyNotSizable(plan, index);
    if (reason !== undefined) return reason;
    if (pool.minThreads === threads && pool.maxThreads === threads && pool.policy === undefined)
      return notApplicable(`The pool has ${threads} threads already.`);
    const { policy: _, ...rest } = pool;
    const pools = plan.pools.map((each, at) => (at === index ? rest : each));
    const resized = withPool({ ...plan, pools }, index, { minThreads: threads, maxThreads: threads });
    return startAsMany(resized, index, pool.maxThreads, threads);
  },
  describe: ({ pool, threads }, profile) =>
    `${threads} ${threads === 1 ? 'thread' : 'threads'} in ${namePool(profile, pool)}`,
  assumptions: () => ['A task costs the same CPU time however many threads there are: caches and memory keep up.'],
};
