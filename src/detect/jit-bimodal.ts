import type { Profile } from '../model/profile.js';
import type { DetectContext } from './context.js';
import type { Detector } from './detector.js';
import type { Finding } from './finding.js';
import { busyTimeNs, reliefNs } from './shared/bottleneck.js';
import { intervalOfMedian } from './shared/intervals.js';
import { isProgramPlace } from './shared/places.js';
import { isNoteworthy, makeFinding } from './shared/make-finding.js';
import { knownOr0, ratioOr0, sumOf } from './shared/numbers.js';
import { splitSpeeds, type TwoSpeeds } from './shared/two-speeds.js';
import { sayAt, sayCount, sayNs, sayNumber } from './shared/wording.js';
import type { LikeTasks } from './shared/like-tasks.js';

/** Like tasks run at two speeds depending on the worker: each has its own copy of the compiled code, and one has a bad one. */
export const jitBimodal: Detector = {
  id: 'jit-bimodal',
  detect: (profile, context) => context.likeTasks.flatMap((group) => describe(profile, context, group)),
};

function describe(profile: Profile, context: DetectContext, group: LikeTasks): Finding[] {
  const found = splitSpeeds(profile, group);
  if (found === undefined || isExplainedByGc(profile, found)) return [];
  const slowNs = new Map(
    found.slow.map(({ thread, services }) => [thread, sumOf(services, (ns) => ns - found.fastNs)]),
  );
  const stakeNs = reliefNs(profile, context.activity.cores, ({ index }) => slowNs.get(index) ?? 0);
  if (!isNoteworthy(context, stakeNs)) return [];
  const hot = hottestInWorkers(profile);
  const site = hot?.site ?? group.submitSite;
  const slow = found.slow.flatMap(({ services }) => services).sort((a, b) => a - b);
  const interval = intervalOfMedian(slow);
  const samples = sumOf([...found.fast, ...found.slow], ({ services }) => services.length);
  const name = hot === undefined ? 'the task' : hot.functionName;
  return [
    makeFinding(context, {
      id: 'jit-bimodal',
      title: `Like tasks take ${sayNs(found.slowNs)} on ${sayCount(found.slow.length, 'worker')} and ${sayNs(found.fastNs)} on ${sayCount(found.fast.length, 'other')}: ${sayNumber(found.slowNs / found.fastNs)} times, mostly in ${name}${sayAt(profile, site)}`,
      workloadClass: 'cpu-bound',
      site,
      pool: group.pool,
      related: [{ label: 'submitted here', site: group.submitSite }],
      threadTimeLostNs: sumOf(slowNs.values(), (ns) => ns),
      stakeNs,
      evidence: [
        {
          label: 'slow workers: one task, median',
          value: found.slowNs,
          unit: 'ns',
          samples: slow.length,
          ...(interval && { interval }),
        },
        { label: 'fast workers: one task, median', value: found.fastNs, unit: 'ns', samples: samples - slow.length },
        { label: 'slow against fast', value: found.slowNs / found.fastNs, unit: 'ratio' },
        { label: 'spread inside the two groups, at most', value: found.spread, unit: 'ratio' },
      ],
      sampleSize: samples,
      advice: `Give ${name} the same kinds of values in every worker: objects with the same fields in the same order, numbers that stay integers or stay doubles; run other shapes through a separate copy of the function. Do not average over both speeds when you compare runs.`,
      effort: 'advanced',
      explains: ['straggler'],
    }),
  ];
}

/** A slow worker that collects garbage for the difference is slow for that reason. */
function isExplainedByGc({ threads }: Profile, { slow, fast, slowNs, fastNs }: TwoSpeeds): boolean {
  const gcShare = (group: TwoSpeeds['slow']): number =>
    ratioOr0(
      sumOf(group, ({ thread }) => knownOr0(threads[thread]?.gc.totalNs ?? 0)),
      sumOf(group, ({ thread }) => (threads[thread] === undefined ? 0 : busyTimeNs(threads[thread]))),
    );
  return (gcShare(slow) - gcShare(fast)) * slowNs > (slowNs - fastNs) / 2;
}

function hottestInWorkers(profile: Profile) {
  const own = profile.hotFunctions.filter(({ kind, site }) => kind === 'js' && isProgramPlace(profile, site));
  const workers = (found: (typeof own)[number]): number => found.selfSamples - found.mainSamples;
  return own.filter((found) => workers(found) > 0).sort((a, b) => workers(b) - workers(a))[0];
}
