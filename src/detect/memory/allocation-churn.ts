import { groupGarbage, keptByGroup } from '../../model/memory/group-garbage.js';
import type { AllocationSite, PatternCost } from '../../model/memory/memory-profile.js';
import type { Profile, ThreadIndex } from '../../model/profile.js';
import type { DetectContext } from '../context.js';
import type { Detector } from '../detector.js';
import type { Finding } from '../finding.js';
import { busyTimeNs } from '../shared/bottleneck.js';
import { makeFinding } from '../shared/make-finding.js';
import { ratioOr0, sumOf } from '../shared/numbers.js';
import { sayBytes, sayCount, sayNs, sayPlace, sayShare } from '../shared/wording.js';
import { MATERIAL_SHARE } from '../thresholds.js';
import { describeCost, isNoGain, reliefOf } from './shared/measured-cost.js';

/** Places named beside the largest. */
const MOST_RELATED = 8;

/** The program makes garbage at a rate that costs time: places that make it in the same threads are one finding, as they are collected together. */
export const allocationChurn: Detector = {
  id: 'allocation-churn',
  detect(profile, context) {
    const allocations = profile.memory?.allocations ?? [];
    return groupGarbage(allocations).flatMap((rows) => {
      const places = rows.flatMap((row) => {
        const place = allocations[row];
        return place === undefined || (place.measured !== null && isNoGain(place.measured)) ? [] : [{ place, row }];
      });
      const [first] = places;
      const found = places.map(({ place }) => place);
      return first === undefined ? [] : describe(profile, context, { found, ...first });
    });
  },
};

interface Garbage {
  found: AllocationSite[];
  /** The place that stands for them. */
  place: AllocationSite;
  row: number;
}

function describe(profile: Profile, context: DetectContext, { found, place: first, row }: Garbage): Finding[] {
  const saved = savedBy(profile, found, ({ nowNs, proposedNs }) => nowNs - proposedNs);
  const stakeNs = reliefOf(profile, context, saved);
  // Every program makes some garbage: where it costs a few percent that is no news.
  if (!(stakeNs >= MATERIAL_SHARE * context.spanNs) || context.spanNs === 0) return [];
  const total = (of: 'bytes' | 'liveBytes' | 'samples' | 'share' | 'gcNs'): number =>
    sumOf(found, (place) => place[of]);
  const at = sayPlace(profile, first.site, 'an unknown place');
  const where = found.length === 1 ? at : `${sayCount(found.length, 'place')}, such as ${at},`;
  const share = Math.min(1, total('share'));
  return [
    makeFinding(context, {
      id: 'allocation-churn',
      title: `${sayShare(share)} of all that is allocated (${sayBytes(total('bytes'))}) is made at ${where} and soon garbage: ${sayNs(total('gcNs'))} of collecting`,
      workloadClass: 'cpu-bound',
      site: first.site,
      memory: { table: 'allocations', row },
      saves: found.every(({ measured }) => measured === null)
        ? undefined
        : { byThread: saved, range: rangeOf(profile, found, saved), by: 'Using memory again', collecting: share },
      related: found
        .filter(({ site }) => site !== first.site)
        .slice(0, MOST_RELATED)
        .map(({ site, share: part }) => ({ label: `${sayShare(part)} of all is made here`, site })),
      threadTimeLostNs: sumOf(saved, ([, ns]) => ns),
      stakeNs,
      evidence: [
        { label: 'allocated here', value: total('bytes'), unit: 'bytes', samples: total('samples') },
        { label: 'of all that was allocated', value: share, unit: 'share', samples: total('samples') },
        { label: '... still alive at the end', value: ratioOr0(total('liveBytes'), total('bytes')), unit: 'share' },
        { label: 'size of one, mean, at the first place', value: first.objectBytes, unit: 'bytes' },
        { label: 'collecting it, by its part of all bytes', value: total('gcNs'), unit: 'ns' },
        ...describeCost(first.measured),
      ],
      sampleSize: total('samples'),
      advice:
        'Make it once and write over it (a typed array outside of the function, a pool of objects), return numbers instead of small objects, and build no array only to go through it once (spread, map, slice).',
      effort: 'medium',
      // The pauses are its consequence.
      explains: ['gc-pressure'],
    }),
  ];
}

/**
 * What reuse would save, by thread: what making takes more than writing over, as replayed, for as many objects as there were, and
 * collecting. That is part of the replay where something is kept, and of typed arrays, whose memory outside of the heap is freed one by
 * one; else it is as the timing run has it. In all, at least the collecting of that run.
 */
function savedBy(
  { threads }: Profile,
  found: readonly AllocationSite[],
  eachNs: (cost: PatternCost) => number,
): [ThreadIndex, number][] {
  const isCollected = ({ measured, what }: AllocationSite): boolean =>
    measured !== null && (what === 'typed-array' || keptByGroup(found) > 0);
  return threads.flatMap((thread): [ThreadIndex, number][] => {
    const gcNsOf = ({ gcNsByThread }: AllocationSite): number =>
      gcNsByThread.find(([index]) => index === thread.index)?.[1] ?? 0;
    const makingNs = sumOf(found, (place) => {
      const count = place.countByThread.find(([threadId]) => threadId === thread.threadId)?.[1] ?? 0;
      const making = place.measured === null ? 0 : count * Math.max(0, eachNs(place.measured));
      return making + (isCollected(place) ? 0 : gcNsOf(place));
    });
    const ns = Math.min(busyTimeNs(thread), Math.max(makingNs, sumOf(found, gcNsOf)));
    return ns > 0 ? [[thread.index, ns]] : [];
  });
}

/** Ends of the 90 % interval of what is saved, as parts of it: all that was replayed cheap, or all of it dear. */
function rangeOf(
  profile: Profile,
  found: readonly AllocationSite[],
  saved: readonly [ThreadIndex, number][],
): [low: number, high: number] {
  const all = sumOf(saved, ([, ns]) => ns);
  const part = (eachNs: (cost: PatternCost) => number): number =>
    ratioOr0(
      sumOf(savedBy(profile, found, eachNs), ([, ns]) => ns),
      all,
    );
  return [
    Math.min(
      1,
      part(({ nowInterval, proposedInterval }) => nowInterval[0] - proposedInterval[1]),
    ),
    Math.max(
      1,
      part(({ nowInterval, proposedInterval }) => nowInterval[1] - proposedInterval[0]),
    ),
  ];
}
