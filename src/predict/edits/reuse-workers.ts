import { OpCode, type Plan, type PlanPool, type PlanThread } from '../plan.js';
import { notApplicable, type RuleOf } from './edit-rule.js';

/** Of the workers that were started, all but the first few take over what an earlier one has already paid for. */
export const reuseWorkers: RuleOf<'reuse-workers'> = {
  apply(plan, { threads: kept }) {
    if (!(kept >= 1)) return notApplicable('At least one worker has to be started.');
    const started = listStarted(plan);
    const reused = new Set(started.slice(kept));
    const shortLived = plan.pools.some(
      ({ idleTimeoutNs, minThreads, maxThreads }) => minThreads < maxThreads && Number.isFinite(idleTimeoutNs),
    );
    if (reused.size === 0 && !shortLived) {
      const seen = plan.threads.filter(({ start }) => start !== 'begin').length;
      return notApplicable(
        seen > kept
          ? `The run started ${seen} workers one after the other in a pool, but what each start cost cannot be told from waiting for it.`
          : `No more than ${kept} workers were started.`,
      );
    }
    const ns = plan.ops.ns.slice();
    for (let op = 0; op < ns.length; op++) {
      if (plan.ops.code[op] === OpCode.Spawn && reused.has(plan.ops.arg[op] as number)) ns[op] = 0;
    }
    return {
      ...plan,
      threads: plan.threads.map((thread, index): PlanThread =>
        reused.has(index) ? { ...thread, startCpuNs: 0 } : thread,
      ),
      pools: plan.pools.map((pool, index): PlanPool => {
        const workers = started.filter((thread) => plan.threads[thread]?.pool === index);
        // A worker's start is the pool's cost or its own, whichever is more: its own is kept above where it is to be paid.
        const free = workers.length > 0 && workers.every((thread) => reused.has(thread));
        return { ...pool, idleTimeoutNs: Infinity, ...(free && { workerStartCpuNs: 0 }) };
      }),
      ops: { ...plan.ops, ns },
    };
  },
  describe: ({ threads }) => `${threads} ${threads === 1 ? 'worker' : 'workers'} started once and used again`,
  assumptions: ({ threads }) => [
    `${threads} workers are enough for all that ran at one time.`,
    'A worker that has run a task serves the next as well as a new one.',
  ],
};

/** Workers that the replay starts: of a pool whose workers stay, no more than the pool may have at one time. */
function listStarted({ threads, pools, tasks }: Plan): number[] {
  const inPool = new Int32Array(pools.length);
  const isUsed = pools.map((_, pool) => tasks.pool.includes(pool));
  return threads.flatMap(({ start, pool }, index) => {
    if (start === 'spawn') return [index];
    const planPool = pools[pool];
    if (start !== 'pool' || planPool === undefined || isUsed[pool] !== true) return [];
    const earlier = inPool[pool] as number;
    inPool[pool] = earlier + 1;
    return earlier < planPool.maxThreads || Number.isFinite(planPool.idleTimeoutNs) ? [index] : [];
  });
}
