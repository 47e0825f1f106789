import type { Profile } from '../model/profile.js';
import type { DetectContext } from './context.js';
import type { Detector } from './detector.js';
import type { Finding } from './finding.js';
import { isNoteworthy, makeFinding } from './shared/make-finding.js';
import { measurePool, type PoolActivity } from './shared/pool-activity.js';
import { sumOf } from './shared/numbers.js';
import { sayAt, sayCount, sayNs, sayShare } from './shared/wording.js';
import { MAJORITY, MATERIAL_SHARE } from './thresholds.js';

/** More computing threads than cores: each costs a start, a module load and memory, and none adds speed. */
export const oversizedPool: Detector = {
  id: 'oversized-pool',
  detect: (profile, context) =>
    profile.pools
      .map((pool) => measurePool(profile, pool, context.activity.slices))
      .flatMap((found) => describe(profile, context, found)),
};

function describe(profile: Profile, context: DetectContext, found: PoolActivity): Finding[] {
  const { activity, threadTimeNs } = context;
  const { pool } = found;
  const useful = usefulThreads(profile, found);
  const surplus = pool.peakThreads - useful;
  if (!(surplus >= 1)) return [];
  // What a start costs is known as core time of all starts together; the surplus threads' part of it could be saved.
  const preparingNs = preparingCoreNs(activity);
  const stakeNs = ((preparingNs / activity.cores) * surplus) / pool.threads.length;
  const runnableNs = sumOf(found.threads, ({ states }) => states.runnableNs);
  if (!isNoteworthy(context, stakeNs) && runnableNs < MATERIAL_SHARE * threadTimeNs) return [];
  return [
    makeFinding(context, {
      id: 'oversized-pool',
      title: `The pool${sayAt(profile, pool.createdAt)} runs ${sayCount(pool.peakThreads, 'computing thread')} on ${sayCount(profile.run.cores, 'core')}; starting the ${surplus} too many took ${sayNs(stakeNs)} of the run`,
      workloadClass: 'cpu-bound',
      site: pool.createdAt,
      pool: pool.id,
      threadTimeLostNs: runnableNs,
      stakeNs,
      evidence: [
        { label: 'threads in the pool, at most', value: pool.peakThreads, unit: 'count' },
        { label: 'threads that could be at work at once', value: useful, unit: 'count' },
        {
          label: 'core time of starting and loading all of them',
          value: preparingNs,
          unit: 'ns',
          samples: pool.threads.length,
        },
        { label: 'threads waited for a core', value: runnableNs, unit: 'ns' },
        {
          label: 'time in tasks on a core or waiting for one',
          value: found.cpuShare + found.runnableShare,
          unit: 'share',
        },
      ],
      sampleSize: pool.taskCount,
      minSampleSize: 1,
      advice: `Set minThreads and maxThreads (or what your pool calls them) to ${useful}: tasks spend ${sayShare(found.cpuShare + found.runnableShare)} of their time computing, so more threads only take turns.`,
      effort: 'quick win',
      // Threads that share too few cores run long, hold locks while they wait for a core, and copy what each one loads.
      explains: ['straggler', 'gc-pressure', 'jit-bimodal', 'worker-churn'],
    }),
  ];
}

/** Core time that starting and loading threads took: of what they wanted, as much as there were cores for, shared with those at work. */
function preparingCoreNs({ slices, preparing, computing, cores }: DetectContext['activity']): number {
  let sum = 0;
  for (let slice = 0; slice < slices.count; slice++) {
    const wanted = preparing[slice] as number;
    if (wanted > 0) sum += wanted * Math.min(1, cores / (wanted + (computing[slice] as number)));
  }
  return sum * slices.sliceNs;
}

/**
 * Threads that can be at work at once: one a core if they only compute; if tasks are away from the core for a part of
 * their time (I/O, locks), as many more as fill the cores meanwhile: cores / share of time computing.
 */
function usefulThreads({ run }: Profile, { cpuShare, runnableShare }: PoolActivity): number {
  const computing = cpuShare + runnableShare;
  return computing >= MAJORITY ? Math.max(run.cores, Math.round(run.cores / computing)) : Infinity;
}
