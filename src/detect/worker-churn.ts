import type { Profile, SiteIndex, Thread } from '../model/profile.js';
import type { DetectContext } from './context.js';
import type { Detector } from './detector.js';
import type { Finding } from './finding.js';
import { findFirstTasks, prepareEndNs } from './shared/activity.js';
import { isNoteworthy, makeFinding } from './shared/make-finding.js';
import { intervalOfMedian, quantileOf, sortSample } from './shared/intervals.js';
import { ratioOr0, sumOf } from './shared/numbers.js';
import { sayAt, sayCount, sayNs, sayShare } from './shared/wording.js';

/** Workers are made again and again though those that ended could have gone on. */
export const workerChurn: Detector = {
  id: 'worker-churn',
  detect(profile, context) {
    const groups = new Map<string, Thread[]>();
    for (const thread of profile.threads) {
      if (thread.isMain) continue;
      const key = thread.origin === 'worker' ? `site ${thread.createdAt}` : `pool ${thread.pool}`;
      groups.set(key, [...(groups.get(key) ?? []), thread]);
    }
    return [...groups.values()].flatMap((threads) => describe(profile, context, threads));
  },
};

function describe(profile: Profile, context: DetectContext, threads: Thread[]): Finding[] {
  const peak = peakAlive(threads);
  const again = threads.length - peak;
  if (again < 1) return [];
  const first = findFirstTasks(profile.tasks);
  const starts = threads.map((thread) => {
    const preparedNs = prepareEndNs(profile.tasks, thread, first.get(thread.index));
    return Math.max(0, Math.min(preparedNs, thread.endNs) - thread.beginNs);
  });
  const startNs = sumOf(starts, (ns) => ns);
  const lifeNs = sumOf(threads, ({ beginNs, endNs }) => endNs - beginNs);
  // One worker follows another in each of `peak` lanes: what a lane spends on starting, less its first start, is lost.
  const stakeNs = ((startNs / peak) * again) / threads.length;
  if (!isNoteworthy(context, stakeNs)) return [];
  const sorted = sortSample(starts);
  const interval = intervalOfMedian(sorted);
  const [{ pool, origin }] = threads as [Thread];
  const site = siteOf(profile, threads);
  const byPool = origin !== 'worker' && pool >= 0;
  return [
    makeFinding(context, {
      id: 'worker-churn',
      title: `${sayCount(threads.length, 'worker')} started${sayAt(profile, site)}, at most ${peak} at a time: ${sayShare(ratioOr0(startNs, lifeNs))} of their lives is start-up`,
      workloadClass: 'mixed',
      site,
      threadTimeLostNs: (startNs * again) / threads.length,
      stakeNs,
      evidence: [
        { label: 'workers started', value: threads.length, unit: 'count' },
        { label: 'alive at one time, at most', value: peak, unit: 'count' },
        {
          label: 'one start, median',
          value: quantileOf(sorted, 0.5),
          unit: 'ns',
          samples: starts.length,
          ...(interval && { interval }),
        },
        { label: 'start-up in the lives of the workers', value: ratioOr0(startNs, lifeNs), unit: 'share' },
      ],
      sampleSize: again,
      advice: byPool
        ? `Keep the workers: set minThreads to ${peak}, or idleTimeout to longer than the pauses between tasks (a start takes ${sayNs(quantileOf(sorted, 0.5))}).`
        : `Start ${sayCount(peak, 'worker')} once and send them the work as messages, or use a pool (a start takes ${sayNs(quantileOf(sorted, 0.5))}).`,
      effort: byPool ? 'quick win' : 'medium',
      explains: [
        'tiny-tasks',
        'main-thread-bottleneck',
        'straggler',
        'serial-submission',
        'jit-bimodal',
        'undersized-pool',
        'oversized-pool',
        'gc-pressure',
      ],
    }),
  ];
}

function peakAlive(threads: Thread[]): number {
  const begins = Float64Array.from(threads, ({ beginNs }) => beginNs).sort();
  const ends = Float64Array.from(threads, ({ endNs }) => endNs).sort();
  let peak = 0;
  let ended = 0;
  for (const [begun, beginNs] of begins.entries()) {
    while (ended < ends.length && (ends[ended] as number) <= beginNs) ended++;
    peak = Math.max(peak, begun + 1 - ended);
  }
  return peak;
}

function siteOf({ pools }: Profile, threads: Thread[]): SiteIndex {
  const [first] = threads;
  const made = pools.find(({ id }) => id === first?.pool)?.createdAt ?? -1;
  return first?.origin !== 'worker' && made >= 0 ? made : (first?.createdAt ?? -1);
}
