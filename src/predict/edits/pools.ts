import type { Plan, PlanPool, PlanThread } from '../plan.js';
import { notApplicable, type NotApplicable } from './edit-rule.js';

/** Index into Plan.pools of the pool that the profile knows by this id, -1 where the replay has none. */
export function findPool(plan: Plan, id: number): number {
  return plan.pools.findIndex((pool) => pool.id === id);
}

export function noSuchPool(id: number): NotApplicable {
  return notApplicable(`The replay has no pool ${id}.`);
}

/** Its tasks, in order of submission. */
export function rowsOfPool({ tasks }: Plan, pool: number): number[] {
  const rows: number[] = [];
  for (let row = 0; row < tasks.count; row++) if (tasks.pool[row] === pool) rows.push(row);
  return rows;
}

/** The plan with one pool changed, and as many worker threads in it as the pool may now have. */
export function withPool(plan: Plan, index: number, change: Partial<PlanPool>): Plan {
  const pool = { ...(plan.pools[index] as PlanPool), ...change };
  const workers = plan.threads.filter((thread) => thread.pool === index);
  const missing = Math.max(0, pool.maxThreads - workers.length);
  const added = Array.from({ length: missing }, (_, at): PlanThread => {
    return {
      name: `${pool.id}+${at + 1}`,
      pool: index,
      start: 'pool',
      startCpuNs: workers[0]?.startCpuNs ?? pool.workerStartCpuNs,
      body: [0, 0],
    };
  });
  return {
    ...plan,
    pools: plan.pools.map((each, at) => (at === index ? pool : each)),
    threads: missing > 0 ? [...plan.threads, ...added] : plan.threads,
  };
}

/** Why the number of its threads is no option of this pool; undefined where it is one. */
export function whyNotSizable({ pools }: Plan, index: number): NotApplicable | undefined {
  return pools[index]?.pinned === true
    ? notApplicable('These workers are made by hand and each is sent its own tasks: their number is no option.')
    : undefined;
}
