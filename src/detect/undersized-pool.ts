import type { Profile } from '../model/profile.js';
import type { DetectContext } from './context.js';
import type { Detector } from './detector.js';
import type { Finding } from './finding.js';
import { integrate, coveredShare } from './shared/slices.js';
import { isNoteworthy, makeFinding } from './shared/make-finding.js';
import { measurePool, type PoolActivity } from './shared/pool-activity.js';
import { sayAt, sayCount, sayShare } from './shared/wording.js';
import { MAJORITY } from './thresholds.js';

/** Tasks queue for a pool whose threads are all busy, though cores are free. */
export const undersizedPool: Detector = {
  id: 'undersized-pool',
  detect: (profile, context) =>
    profile.pools
      .map((pool) => measurePool(profile, pool, context.activity.slices))
      .flatMap((pool) => [...findMissingThreads(profile, context, pool), ...findSyncIo(profile, context, pool)]),
};

/**
 * Cores left over when all blocked threads of the pool had one, while tasks queue: what a thread waits for (a lock, a
 * reply) a further thread would wait for too, so only the cores beyond those count.
 */
function findMissingThreads(profile: Profile, context: DetectContext, found: PoolActivity): Finding[] {
  const { activity } = context;
  const { slices } = activity;
  let stakeNs = 0;
  const extra = new Float64Array(slices.count);
  for (let slice = 0; slice < slices.count; slice++) {
    const blocked = (activity.waiting[slice] as number) + (activity.io[slice] as number);
    const spare = Math.max(0, (activity.free[slice] as number) - blocked);
    // A slice in which no thread of the pool runs is its start-up or its end, not a lack of threads.
    const running = found.running[slice] as number;
    // Idle workers of the pool are about to take what is queued.
    const idle = Math.max(0, (activity.ready[slice] as number) - (activity.occupied[slice] as number));
    const more = running > 0 ? Math.min(Math.max(0, spare - idle), found.queued[slice] as number) : 0;
    const gettingOn = Math.max(1, activity.computing[slice] as number);
    extra[slice] = more;
    stakeNs += (more / (gettingOn + more)) * slices.sliceNs;
  }
  const computes = found.cpuShare + found.runnableShare >= MAJORITY;
  if (!computes || !isNoteworthy(context, stakeNs)) return [];
  const { pool } = found;
  const size = Math.max(pool.peakThreads, 1);
  const wanted = Math.max(size + 1, Math.round(activity.cores));
  return [
    makeFinding(context, {
      id: 'undersized-pool',
      title: `Tasks queued ${sayShare(coveredShare(extra))} of the run while cores were free: the pool${sayAt(profile, pool.createdAt)} has ${sayCount(size, 'thread')} for ${sayCount(profile.run.cores, 'core')}`,
      workloadClass: 'cpu-bound',
      site: pool.createdAt,
      pool: pool.id,
      threadTimeLostNs: integrate(extra, slices),
      makespanShare: coveredShare(extra),
      stakeNs,
      evidence: [
        { label: 'threads in the pool, at most', value: size, unit: 'count' },
        { label: 'cores', value: profile.run.cores, unit: 'count' },
        { label: 'core time free while tasks queued', value: integrate(extra, slices), unit: 'ns' },
        { label: 'tasks that queued', value: found.queuedTasks, unit: 'count' },
        { label: 'time in tasks on a core', value: found.cpuShare, unit: 'share' },
      ],
      sampleSize: found.queuedTasks,
      advice: `Set the pool's largest number of threads to ${wanted} (os.availableParallelism() on this machine).`,
      effort: 'quick win',
      explains: ['straggler'],
    }),
  ];
}

/** Threads blocked in system calls with a full queue: more threads would do more, but how many the other side bears is not ours to see. */
function findSyncIo(profile: Profile, context: DetectContext, found: PoolActivity): Finding[] {
  const { slices } = context.activity;
  const { pool } = found;
  const size = Math.max(pool.peakThreads, 1);
  const full = found.running.map((running, slice) =>
    running >= size * MAJORITY ? Math.min(1, found.queued[slice] as number) : 0,
  );
  const share = coveredShare(full);
  if (found.syncShare < MAJORITY || share < MAJORITY) return [];
  return [
    makeFinding(context, {
      id: 'undersized-pool',
      caveat:
        'Whether more threads help depends on what they wait for: the run does not show whether that answers more at once as fast.',
      title: `The threads of the pool${sayAt(profile, pool.createdAt)} are blocked in system calls ${sayShare(found.syncShare)} of their task time; more than ${size} would do more`,
      workloadClass: 'io-bound',
      site: pool.createdAt,
      pool: pool.id,
      threadTimeLostNs: 0,
      makespanShare: share,
      stakeNs: integrate(full, slices) * found.syncShare,
      evidence: [
        { label: 'time in tasks blocked in system calls', value: found.syncShare, unit: 'share' },
        { label: 'run in which tasks queued for a full pool', value: share, unit: 'share' },
        { label: 'threads in the pool, at most', value: size, unit: 'count' },
      ],
      sampleSize: found.queuedTasks,
      advice: `Raise the number of threads above ${size} as far as the other side answers as fast, or use asynchronous calls and several tasks a thread.`,
      effort: 'quick win',
    }),
  ];
}
