import type { AllocationSite } from '../../model/memory/memory-profile.js';
import type { Profile, ThreadIndex } from '../../model/profile.js';
import type { DetectContext } from '../context.js';
import type { Detector } from '../detector.js';
import type { Finding } from '../finding.js';
import { busyTimeNs } from '../shared/bottleneck.js';
import { makeFinding } from '../shared/make-finding.js';
import { ratioOr0, sumOf } from '../shared/numbers.js';
import { sayBytes, sayNs, sayPlace, sayShare } from '../shared/wording.js';
import { MATERIAL_SHARE } from '../thresholds.js';
import { describeCost, isNoGain, reliefOf } from './shared/measured-cost.js';
import { rangeOfDifference } from './shared/saved-cpu.js';

/** Sites that allocate less than this part of all are not where the garbage comes from. */
const LEAST_SHARE = 0.1;
/** Samples of the heap profiler that a share rests on at least. */
const LEAST_SAMPLES = 10;
/** More of it alive means that it is data, which reuse would not help. */
const MOST_LIVE = 0.5;

/** A line of the program makes garbage at a rate that costs time. */
export const allocationChurn: Detector = {
  id: 'allocation-churn',
  detect: (profile, context) =>
    (profile.memory?.allocations ?? []).flatMap((found, row) => describe(profile, context, found, row)),
};

function describe(profile: Profile, context: DetectContext, found: AllocationSite, row: number): Finding[] {
  const { bytes, liveBytes, samples, share, gcNs, measured } = found;
  if (share < LEAST_SHARE || samples < LEAST_SAMPLES || liveBytes > bytes * MOST_LIVE) return [];
  if (measured !== null && isNoGain(measured)) return [];
  const saved = savedBy(profile, found);
  const stakeNs = reliefOf(profile, context, saved);
  // Every program makes some garbage: where it costs a few percent that is no news.
  if (!(stakeNs >= MATERIAL_SHARE * context.spanNs) || context.spanNs === 0) return [];
  return [
    makeFinding(context, {
      id: 'allocation-churn',
      title: `${sayShare(share)} of all that is allocated (${sayBytes(bytes)}) is made at ${sayPlace(profile, found.site, 'an unknown place')} and soon garbage: ${sayNs(gcNs)} of collecting`,
      workloadClass: 'cpu-bound',
      site: found.site,
      memory: { table: 'allocations', row },
      saves:
        measured === null
          ? undefined
          : { byThread: saved, range: rangeOfDifference(measured), by: 'Using memory again' },
      threadTimeLostNs: sumOf(saved, ([, ns]) => ns),
      stakeNs,
      evidence: [
        { label: 'allocated here', value: bytes, unit: 'bytes', samples },
        { label: 'of all that was allocated', value: share, unit: 'share', samples },
        { label: '... still alive at the end', value: ratioOr0(liveBytes, bytes), unit: 'share' },
        { label: 'size of one, mean', value: found.objectBytes, unit: 'bytes' },
        { label: 'collecting it, by its part of all bytes', value: gcNs, unit: 'ns' },
        ...describeCost(measured),
      ],
      sampleSize: samples,
      advice:
        'Make it once and write over it (a typed array outside of the function, a pool of objects), return numbers instead of small objects, and build no array only to go through it once (spread, map, slice).',
      effort: 'medium',
      // The pauses are its consequence.
      explains: ['gc-pressure'],
    }),
  ];
}

/**
 * What reuse would save, by thread: with a replay, what making and collecting takes more than writing over, for as many objects as
 * there were; else the collecting of what is allocated here, as the timing run has it.
 */
function savedBy({ threads }: Profile, found: AllocationSite): [ThreadIndex, number][] {
  const { measured, gcNs, threads: makers, countByThread } = found;
  const own = threads.filter(({ threadId }) => makers.includes(threadId));
  const makersNow = own.length > 0 ? own : threads.filter(({ isMain }) => !isMain);
  if (measured !== null) {
    const countOf = new Map(countByThread);
    const eachNs = measured.nowNs - measured.proposedNs;
    return makersNow.map((thread) => [
      thread.index,
      Math.min(busyTimeNs(thread), (countOf.get(thread.threadId) ?? 0) * eachNs),
    ]);
  }
  const gcOfAll = sumOf(makersNow, ({ gc }) => gc.totalNs);
  return makersNow.map(({ index, gc }) => [
    index,
    gcOfAll > 0 ? (gcNs * gc.totalNs) / gcOfAll : gcNs / makersNow.length,
  ]);
}
