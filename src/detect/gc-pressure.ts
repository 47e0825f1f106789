import type { Profile } from '../model/profile.js';
import type { Detector } from './detector.js';
import { busyTimeNs, reliefNs, totalBusyNs } from './shared/bottleneck.js';
import { isNoteworthy, makeFinding } from './shared/make-finding.js';
import { isProgramPlace, shownFrame } from './shared/places.js';
import { knownOr0, ratioOr0, sumOf } from './shared/numbers.js';
import { MATERIAL_SHARE } from './thresholds.js';
import { sayAt, sayCount, sayNs, sayShare } from './shared/wording.js';

/** Threads spend much of their CPU time collecting garbage. */
export const gcPressure: Detector = {
  id: 'gc-pressure',
  detect(profile, context) {
    const gcNs = sumOf(profile.threads, ({ gc }) => gc.totalNs);
    const share = ratioOr0(gcNs, totalBusyNs(profile));
    const stakeNs = reliefNs(profile, context.activity.cores, ({ gc }) => gc.totalNs);
    // Every program collects some: a few percent are not worth a line, not even as information.
    if (share < MATERIAL_SHARE || !isNoteworthy(context, stakeNs)) return [];
    const count = sumOf(profile.threads, ({ gc }) => gc.count);
    const allocator = findAllocator(profile);
    const worst = [...profile.threads].sort(
      (a, b) => ratioOr0(b.gc.totalNs, busyTimeNs(b)) - ratioOr0(a.gc.totalNs, busyTimeNs(a)),
    )[0];
    return [
      makeFinding(context, {
        id: 'gc-pressure',
        title: `${sayShare(Math.min(1, share))} of the computing time is garbage collection (${sayCount(count, 'pause')}, ${sayNs(gcNs)})${allocator === undefined ? '' : `, mostly under ${allocator.functionName}${sayAt(profile, allocator.site)}`}`,
        workloadClass: 'cpu-bound',
        site: allocator?.site ?? -1,
        threadTimeLostNs: gcNs,
        stakeNs,
        evidence: [
          { label: 'in garbage collection, all threads', value: gcNs, unit: 'ns', samples: count },
          { label: 'of the time on a core', value: share, unit: 'share' },
          { label: 'major collections', value: sumOf(profile.threads, ({ gc }) => gc.majorCount), unit: 'count' },
          { label: 'in major collections', value: sumOf(profile.threads, ({ gc }) => gc.majorNs), unit: 'ns' },
          {
            label: 'longest pause',
            value: Math.max(0, ...profile.threads.map(({ gc }) => knownOr0(gc.longestNs))),
            unit: 'ns',
          },
          {
            label: 'share in the worst thread',
            value: worst === undefined ? Number.NaN : ratioOr0(worst.gc.totalNs, busyTimeNs(worst)),
            unit: 'share',
          },
        ],
        sampleSize: count,
        advice: `Allocate less in ${allocator?.functionName ?? 'the hottest function'}: keep numbers in typed arrays made once and written over, avoid a copy a step (spread, map, concat), and where most objects die young raise resourceLimits.maxYoungGenerationSizeMb.`,
        effort: 'medium',
        explains: ['straggler', 'jit-bimodal'],
      }),
    ];
  },
};

/** The program's function that was running most often when a collection began; failing that, its hottest function. */
function findAllocator(profile: Profile) {
  const { hotFunctions } = profile;
  const own = hotFunctions.filter(({ site }) => isProgramPlace(profile, site));
  const collecting = own.filter(({ kind }) => kind === 'gc');
  const candidates = collecting.length > 0 ? collecting : own;
  const found = [...candidates].sort((a, b) => b.selfSamples - a.selfSamples)[0];
  if (found === undefined) return undefined;
  const frame = shownFrame(profile, found.site);
  return {
    functionName: found.kind === 'gc' ? (frame?.functionName ?? found.functionName) : found.functionName,
    site: found.site,
  };
}
