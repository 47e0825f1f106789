import type { HeapCurve } from '../../model/memory/memory-profile.js';
import type { Profile } from '../../model/profile.js';
import { slopeWithInterval } from '../../statistics/slope.js';
import type { DetectContext } from '../context.js';
import type { Detector } from '../detector.js';
import type { Finding } from '../finding.js';
import { makeFinding } from '../shared/make-finding.js';
import { sayBytes, sayCount, sayPlace } from '../shared/wording.js';
import { MIN_EVENTS } from '../thresholds.js';
import { reliefOf } from './shared/measured-cost.js';

/** Growth over the time looked at that is worth a word: a quarter of the heap, and as much as a worker has to begin with. */
const LEAST_PART = 0.25;
const LEAST_BYTES = 4 * 2 ** 20;

/** What a thread keeps grows and does not stop growing: suspicion of a leak. */
export const heapGrowth: Detector = {
  id: 'heap-growth',
  detect: (profile, context) => {
    const growing = (profile.memory?.heaps ?? [])
      .map((heap, row) => ({ heap, row }))
      .filter(({ heap }) => isGrowing(heap))
      .sort((a, b) => b.heap.growthBytesPerSecond - a.heap.growthBytesPerSecond);
    return describe(profile, context, growing);
  },
};

/** Threads that run the same code leak alike: one finding, at the one that grows fastest. */
function describe(
  profile: Profile,
  context: DetectContext,
  growing: readonly { heap: HeapCurve; row: number }[],
): Finding[] {
  const [first] = growing;
  if (first === undefined) return [];
  const { heap, row } = first;
  const { points, growthBytesPerSecond, growthInterval } = heap;
  const added = addedBytes(heap);
  // What is kept is copied by the collections of the young and marked by those of everything: as large a part of them as of the heap.
  const cuts = growing.flatMap(({ heap: each }) => {
    const thread = profile.threads.find(({ threadId }) => threadId === each.thread);
    const live = each.points.at(-1)?.liveBytes ?? 0;
    return thread === undefined || !(live > 0)
      ? []
      : [[thread.index, thread.gc.totalNs * Math.min(1, Math.max(0, addedBytes(each)) / live)] as const];
  });
  const stakeNs = reliefOf(profile, context, cuts);
  const progress = progressOf(heap);
  return [
    makeFinding(context, {
      id: 'heap-growth',
      title: `${growing.length === 1 ? `The heap of thread ${heap.thread} grows` : `The heaps of ${sayCount(growing.length, 'thread')} grow`} by ${sayBytes(growthBytesPerSecond)} a second and ${growing.length === 1 ? 'does' : 'do'} not stop${heap.topSite >= 0 ? `: most of what stays is made at ${sayPlace(profile, heap.topSite, 'an unknown place')}` : ''}`,
      workloadClass: 'cpu-bound',
      site: heap.topSite,
      memory: { table: 'heaps', row },
      threadTimeLostNs: cuts.reduce((sum, [, ns]) => sum + ns, 0),
      stakeNs,
      evidence: [
        {
          label: 'growth of what is left after collections, bytes a second',
          value: growthBytesPerSecond,
          unit: 'per-second',
          interval: growthInterval,
          samples: points.length,
        },
        { label: 'added in that time', value: added, unit: 'bytes' },
        ...(progress > 0
          ? [{ label: '... for each task or round', value: added / progress, unit: 'bytes' as const }]
          : []),
        { label: 'left after the last collection', value: points.at(-1)?.liveBytes ?? Number.NaN, unit: 'bytes' },
      ],
      sampleSize: points.length,
      advice:
        'Look for what is put into a Map, an array or a closure at module level and never taken out: give caches a limit, remove listeners, key by object in a WeakMap. If it is meant to be kept, this is no mistake.',
      effort: 'medium',
      explains: ['gc-pressure'],
    }),
  ];
}

/** What is set up for the first few tasks is no leak: growth has to go on over so many of them. */
const LEAST_TASKS = 4;

/** The growth is sure, large enough, and goes on in the later half: a cache that fills up stops. */
function isGrowing(heap: HeapCurve): boolean {
  const { points, growthInterval } = heap;
  if (points.length < MIN_EVENTS || !(growthInterval[0] > 0) || isSettingUp(heap)) return false;
  const last = points.at(-1)?.liveBytes ?? 0;
  const later = points
    .slice(Math.floor(points.length / 2))
    .map(({ atNs, liveBytes }): [number, number] => [atNs / 1e9, liveBytes]);
  const { slope } = slopeWithInterval(later);
  const goesOn = Number.isNaN(slope) || slope > heap.growthBytesPerSecond / 4;
  return goesOn && addedBytes(heap) >= Math.max(LEAST_BYTES, LEAST_PART * last);
}

function isSettingUp({ points }: HeapCurve): boolean {
  const tasks = new Set(points.map(({ progress }) => progress));
  return tasks.size > 1 || (points.at(-1)?.progress ?? 0) > 0 ? tasks.size < LEAST_TASKS : false;
}

/** By the line through the points, not by two of them. */
function addedBytes({ points, growthBytesPerSecond }: HeapCurve): number {
  const first = points[0]?.atNs ?? 0;
  const last = points.at(-1)?.atNs ?? 0;
  return ((last - first) / 1e9) * growthBytesPerSecond;
}

function progressOf({ points }: HeapCurve): number {
  return (points.at(-1)?.progress ?? 0) - (points[0]?.progress ?? 0);
}
