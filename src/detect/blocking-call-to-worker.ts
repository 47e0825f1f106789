import type { Profile, WaitPoint } from '../model/profile.js';
import type { DetectContext } from './context.js';
import type { Detector } from './detector.js';
import type { Finding } from './finding.js';
import { intervalOfMedian, quantileOf, sortSample } from './shared/intervals.js';
import { isNoteworthy, makeFinding } from './shared/make-finding.js';
import { knownOr0, ratioOr0 } from './shared/numbers.js';
import { coveredShare } from './shared/slices.js';
import { stakeOfWaiting } from './shared/stake.js';
import { countWaiters } from './shared/wait-series.js';
import { sayAt, sayCount, sayNs, sayShare } from './shared/wording.js';
import { MAJORITY } from './thresholds.js';

/** A thread asks another for something and blocks until the answer is there. */
export const blockingCallToWorker: Detector = {
  id: 'blocking-call-to-worker',
  detect: (profile, context) =>
    context.waitPoints
      .filter((point) => point.meaning === 'call' && !isRendezvous(point))
      .flatMap((point) => describe(profile, context, point)),
};

/** Who asks and who answers are different threads; where all that wait also wake each other, they meet as equals. */
function isRendezvous({ threads, notifiers }: WaitPoint): boolean {
  return threads.length > 1 && threads.every((thread) => notifiers.includes(thread));
}

function describe(profile: Profile, context: DetectContext, point: WaitPoint): Finding[] {
  const { activity } = context;
  const totalNs = knownOr0(point.totalNs);
  const callers = countWaiters(point, totalNs, activity.slices);
  const stakeNs = stakeOfWaiting(activity, callers);
  if (!isNoteworthy(context, stakeNs)) return [];
  const onMain = knownOr0(point.mainNs) >= totalNs * MAJORITY;
  const lengths = sortSample(
    Array.from(
      { length: point.waits.count },
      (_, row) => (point.waits.endNs[row] as number) - (point.waits.beginNs[row] as number),
    ),
  );
  const interval = intervalOfMedian(lengths);
  const who = onMain ? 'The main thread' : sayCount(point.threads.length, 'thread');
  const share = sayShare(ratioOr0(totalNs, context.spanNs * Math.max(1, point.threads.length)));
  return [
    makeFinding(context, {
      id: 'blocking-call-to-worker',
      title: `${who} blocked ${share} of the run${sayAt(profile, point.site)}, in ${sayCount(point.count, 'call')} to another thread`,
      workloadClass: 'mixed',
      site: point.site,
      related: [{ label: 'the shared word, made here', site: point.createdAt }],
      threadTimeLostNs: totalNs,
      makespanShare: coveredShare(callers),
      stakeNs,
      evidence: [
        { label: 'blocked for an answer, all threads', value: totalNs, unit: 'ns', samples: point.count },
        { label: '... of it the main thread', value: knownOr0(point.mainNs), unit: 'ns' },
        {
          label: 'one call, median',
          value: quantileOf(lengths, 0.5),
          unit: 'ns',
          samples: lengths.length,
          ...(interval && { interval }),
        },
      ],
      sampleSize: point.count,
      advice: onMain
        ? `Ask by message and await the answer, and do the next piece of work meanwhile: each call stops everything on the main thread for ${sayNs(quantileOf(lengths, 0.5))}.`
        : `Ask by message and await the answer, or do the callee's work in the caller: a thread stands still for ${sayNs(quantileOf(lengths, 0.5))} at each call.`,
      effort: 'medium',
      explains: [
        'serial-submission',
        'main-thread-bottleneck',
        'undersized-pool',
        'tiny-tasks',
        'straggler',
        'polling-handoff',
      ],
    }),
  ];
}
