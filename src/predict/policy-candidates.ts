import type { Edit, PolicySettings } from './edit.js';
import type { Plan } from './plan.js';

/** One setting of a pool to be tried. */
export type Candidate =
  { kind: 'fixed'; threads: number; edit: Edit } | { kind: 'policy'; settings: PolicySettings; edit: Edit };

export const CANDIDATES = 200;

const SIZES = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64];
const SCALE_UP_AT = [0.5, 0.7, 0.85, 1];
const SCALE_DOWN_AT = [0, 0.2, 0.4];
/** More than so many times the cores or the present threads is another design, not another setting. */
const MOST_TIMES = 4;

/** What is usually advised: as many threads as agents, within bounds, growing when 70 % are busy, shrinking when 20 % are. */
export function usualRule({ cores, tasks }: Plan, pool: number): PolicySettings {
  const agents = new Set<number>();
  for (let row = 0; row < tasks.count; row++) {
    const agent = tasks.agent[row] as number;
    if (tasks.pool[row] === pool && agent >= 0) agents.add(agent);
  }
  const wanted = agents.size > 0 ? agents.size : 2 * cores;
  const initialThreads = Math.max(cores, Math.min(16, 2 * cores, wanted));
  return {
    minThreads: 1,
    initialThreads,
    maxThreads: Math.max(initialThreads, 2 * cores),
    scaleUpAt: 0.7,
    scaleDownAt: 0.2,
  };
}

/** Fixed sizes, and of all policies with these sizes and thresholds so many, evenly taken, that it is about 200 together. */
export function listCandidates(plan: Plan, pool: number): Candidate[] {
  const planPool = plan.pools[pool];
  if (planPool === undefined) return [];
  const most = Math.min(64, Math.max(planPool.maxThreads, plan.cores) * MOST_TIMES);
  const sizes = [...new Set([...SIZES, plan.cores, 2 * plan.cores, planPool.maxThreads])]
    .filter((size) => size <= most)
    .sort((a, b) => a - b);
  const fixed = sizes.map((threads): Candidate => {
    return { kind: 'fixed', threads, edit: { kind: 'pool-size', pool: planPool.id, threads } };
  });
  const policies = sizes.flatMap((maxThreads) =>
    sizes
      .filter((size) => size <= maxThreads)
      .flatMap((initialThreads) =>
        sizes
          .filter((size) => size <= initialThreads && size < maxThreads)
          .flatMap((minThreads) =>
            SCALE_UP_AT.flatMap((scaleUpAt) =>
              SCALE_DOWN_AT.map((scaleDownAt) => ({ minThreads, initialThreads, maxThreads, scaleUpAt, scaleDownAt })),
            ),
          ),
      ),
  );
  const wanted = Math.min(policies.length, CANDIDATES - fixed.length);
  const thinned = Array.from({ length: wanted }, (_, at) => {
    return policyCandidate(planPool.id, policies[Math.floor((at * policies.length) / wanted)] as PolicySettings);
  });
  return [...fixed, ...thinned];
}

export function policyCandidate(pool: number, settings: PolicySettings): Candidate {
  return { kind: 'policy', settings, edit: { kind: 'pool-policy', pool, policy: settings } };
}
