import type { Profile } from '../model/profile.js';
import type { DetectContext } from './context.js';
import type { Detector } from './detector.js';
import type { Finding } from './finding.js';
import { isNoteworthy, makeFinding } from './shared/make-finding.js';
import { measurePool, type PoolActivity } from './shared/pool-activity.js';
import { coveredShare, integrate } from './shared/slices.js';
import { stakeOfWaiting } from './shared/stake.js';
import { sayAt, sayShare } from './shared/wording.js';
import { MAJORITY } from './thresholds.js';

/** Tasks wait in the event loop for I/O and keep their thread's slot meanwhile, while others queue for it. */
export const slotHeldWhileWaiting: Detector = {
  id: 'slot-held-while-waiting',
  detect: (profile, context) =>
    profile.pools
      .map((pool) => measurePool(profile, pool, context.activity.slices))
      .filter(({ asyncShare, queuedTasks }) => asyncShare >= MAJORITY && queuedTasks > 0)
      .flatMap((found) => describe(profile, context, found)),
};

function describe(profile: Profile, context: DetectContext, found: PoolActivity): Finding[] {
  const { activity } = context;
  const { slices } = activity;
  const { pool } = found;
  const stakeNs = stakeOfWaiting(activity, found.queued);
  if (!isNoteworthy(context, stakeNs)) return [];
  const slots = Number.isFinite(pool.concurrentTasksPerWorker) ? Math.max(1, pool.concurrentTasksPerWorker) : 1;
  const wanted = slotsToFillCores(context, found, slots);
  const holding = integrate(found.running, slices) * found.asyncShare;
  return [
    makeFinding(context, {
      id: 'slot-held-while-waiting',
      title: `Tasks of the pool${sayAt(profile, pool.createdAt)} hold their slot while they await I/O ${sayShare(found.asyncShare)} of their time, with others queued`,
      workloadClass: 'io-bound',
      site: pool.createdAt,
      pool: pool.id,
      threadTimeLostNs: holding,
      makespanShare: coveredShare(found.queued),
      stakeNs,
      evidence: [
        { label: 'time in tasks waiting in the event loop', value: found.asyncShare, unit: 'share' },
        { label: 'time in tasks on a core', value: found.cpuShare, unit: 'share' },
        { label: 'slots a thread', value: slots, unit: 'count' },
        { label: 'tasks that queued', value: found.queuedTasks, unit: 'count' },
        { label: 'tasks queued, mean', value: integrate(found.queued, slices) / context.spanNs, unit: 'count' },
      ],
      sampleSize: found.queuedTasks,
      advice:
        pool.library === 'piscina' || pool.library === 'tinypool'
          ? `Set concurrentTasksPerWorker to ${wanted} (now ${slots}), as far as the service asked answers so many at a time.`
          : `Let each worker have ${wanted} tasks in flight (now ${slots}), as far as the service asked answers so many at a time.`,
      effort: 'quick win',
      explains: ['undersized-pool', 'straggler', 'tiny-tasks'],
    }),
  ];
}

/**
 * Slots that would keep a thread computing: one over the share of its task time spent on a core. Not more than were ever
 * queued and running for each thread.
 */
function slotsToFillCores(
  { spanNs, activity }: DetectContext,
  { queued, running, pool, cpuShare }: PoolActivity,
  slots: number,
): number {
  const inHand = (integrate(queued, activity.slices) + integrate(running, activity.slices)) / spanNs;
  const useful = Math.ceil(inHand / Math.max(1, pool.peakThreads));
  const filling = cpuShare > 0 ? Math.ceil(1 / cpuShare) : Infinity;
  return Math.max(slots + 1, Math.min(useful, filling));
}
