import type { Profile, WaitPoint } from '../model/profile.js';
import type { DetectContext } from './context.js';
import type { Detector } from './detector.js';
import type { Finding } from './finding.js';
import { isProgramPlace } from './shared/places.js';
import { isNoteworthy, makeFinding } from './shared/make-finding.js';
import { clamp, knownOr0, ratioOr0 } from './shared/numbers.js';
import { coveredShare, integrate } from './shared/slices.js';
import { countWaiters } from './shared/wait-series.js';
import { sayCount, sayNs, sayPlace } from './shared/wording.js';

/** A thread looks again and again whether another has done something, instead of being woken. */
export const pollingHandoff: Detector = {
  id: 'polling-handoff',
  detect: (profile, context) =>
    context.waitPoints
      .filter(({ how, meaning }) => (how === 'spin' || how === 'poll') && meaning !== 'idle' && meaning !== 'sleep')
      // Looks of a pool library or of Node itself: nothing the program can change at a line of its own.
      .filter(({ site }) => isProgramPlace(profile, site))
      .flatMap((point) => describe(profile, context, point)),
};

function describe(profile: Profile, context: DetectContext, point: WaitPoint): Finding[] {
  const burnStakeNs = stakeOfBurning(context, point);
  const delayNs = delayOfHandoff(point);
  const lateStakeNs = stakeOfDelay(context, point, delayNs);
  // Time lost to burning and to being late is not the same time: a thread that sleeps between looks burns nothing.
  const stakeNs = burnStakeNs + lateStakeNs;
  if (!isNoteworthy(context, stakeNs)) return [];
  const spins = point.how === 'spin';
  const place = sayPlace(profile, point.site, 'an unknown place');
  const burnt = knownOr0(point.cpuNs);
  return [
    makeFinding(context, {
      id: 'polling-handoff',
      title: spins
        ? `${sayCount(point.threads.length, 'thread')} ${point.threads.length === 1 ? 'spins' : 'spin'} at ${place} until another thread is done, burning ${sayNs(burnt)} of CPU`
        : `${sayCount(point.threads.length, 'thread')} at ${place} ${point.threads.length === 1 ? 'looks' : 'look'} every ${sayNs(lookEveryNs(point))} for what another thread hands over`,
      workloadClass: 'mixed',
      site: point.site,
      related: [{ label: 'the shared word, made here', site: point.createdAt }],
      threadTimeLostNs: spins ? burnt : delayNs * point.count,
      makespanShare: coveredShare(countWaiters(point, knownOr0(point.totalNs), context.activity.slices)),
      stakeNs,
      evidence: [
        {
          label: 'waited while polling, all threads',
          value: knownOr0(point.totalNs),
          unit: 'ns',
          samples: point.count,
        },
        { label: 'CPU burnt meanwhile', value: burnt, unit: 'ns' },
        { label: 'looks that found nothing', value: point.emptyLooks, unit: 'count' },
        { label: 'time between two looks', value: lookEveryNs(point), unit: 'ns', samples: point.emptyLooks },
        { label: 'hand-offs', value: point.count, unit: 'count' },
        {
          label: 'polling in the time of its threads',
          value: ratioOr0(point.totalNs, context.spanNs * point.threads.length),
          unit: 'share',
        },
      ],
      sampleSize: point.count,
      advice: `Let the thread sleep in Atomics.wait on the word it looks at (Atomics.waitAsync where it must not block, or a message), and call Atomics.notify where the word is written${spins ? '' : `; it then wakes at once, not ${sayNs(delayNs)} late`}.`,
      effort: 'medium',
      explains: [
        'oversized-pool',
        'undersized-pool',
        'contended-lock',
        'main-thread-bottleneck',
        'straggler',
        'jit-bimodal',
      ],
    }),
  ];
}

/** Burning costs the makespan only the cores that others wanted: with one to spare, it costs nothing but power. */
function stakeOfBurning({ activity, spanNs }: DetectContext, point: WaitPoint): number {
  const { slices, computing, preparing, cores } = activity;
  const pollers = countWaiters(point, knownOr0(point.totalNs), slices);
  const burnShare = clamp(ratioOr0(knownOr0(point.cpuNs), integrate(pollers, slices)), 0, 1);
  if (spanNs === 0) return 0;
  let stake = 0;
  for (let slice = 0; slice < slices.count; slice++) {
    const burnt = (pollers[slice] as number) * burnShare;
    const wanted = (computing[slice] as number) + (preparing[slice] as number);
    const more = Math.min(burnt, Math.max(0, wanted + burnt - cores));
    if (more > 0) stake += more / Math.max(1, cores);
  }
  return stake * slices.sliceNs;
}

function lookEveryNs({ totalNs, emptyLooks, count, how }: WaitPoint): number {
  return how === 'poll' ? ratioOr0(totalNs, emptyLooks + count) : Number.NaN;
}

/** What is handed over lies there for half the time between two looks, on average. A spinning thread sees it at once. */
function delayOfHandoff(point: WaitPoint): number {
  return knownOr0(lookEveryNs(point)) / 2;
}

/** Delays of threads that wait at the same time pass together; those of threads that take turns add up. */
function stakeOfDelay({ activity, spanNs }: DetectContext, point: WaitPoint, delayNs: number): number {
  const atOnce = Math.max(1, ratioOr0(knownOr0(point.totalNs), spanNs));
  const freeShare = clamp(ratioOr0(integrate(activity.free, activity.slices), activity.cores * spanNs), 0, 1);
  return ((delayNs * point.count) / atOnce) * freeShare;
}
