import type { Profile } from '../model/profile.js';
import type { DetectContext } from './context.js';
import type { Detector } from './detector.js';
import { isNoteworthy, makeFinding } from './shared/make-finding.js';
import { readMainSamples } from './shared/main-thread.js';
import { ratioOr0 } from './shared/numbers.js';
import { sayNs, sayPlace, sayShare } from './shared/wording.js';

/** The main thread computes while workers stand idle with nothing queued: it cannot make or take back work fast enough. */
export const mainThreadBottleneck: Detector = {
  id: 'main-thread-bottleneck',
  detect(profile, context) {
    const { stakeNs, starvingNs, mainNs, windowNs } = measureStarving(profile, context);
    const main = readMainSamples(profile);
    // Only the program's own work can move elsewhere; handing over and cloning are other findings.
    const program = Number.isFinite(main.program) ? main.program : 1;
    const stake = stakeNs * program;
    if (!isNoteworthy(context, stake)) return [];
    const [hot] = main.hottest;
    const busy = sayShare(ratioOr0(mainNs, windowNs));
    const where =
      hot === undefined ? '' : `, mostly in ${hot.functionName} (${sayPlace(profile, hot.site, 'unknown place')})`;
    return [
      makeFinding(context, {
        id: 'main-thread-bottleneck',
        title: `The main thread computes ${busy} of the time${where}, while workers starve`,
        workloadClass: 'cpu-bound',
        site: hot?.site ?? -1,
        related: main.hottest.slice(1, 4).map(({ functionName, site, mainSamples }) => ({
          label: `${functionName}: ${sayShare(mainSamples / main.samples)} of the main thread's time`,
          site,
        })),
        threadTimeLostNs: starvingNs,
        stakeNs: stake,
        evidence: [
          { label: 'main thread on a core', value: mainNs, unit: 'ns' },
          { label: 'worker time idle with nothing queued, a core free', value: starvingNs, unit: 'ns' },
          {
            label: "main thread's samples in the program's own code",
            value: main.program,
            unit: 'share',
            samples: main.samples,
          },
          ...(hot
            ? [
                {
                  label: `... in ${hot.functionName}`,
                  value: hot.mainSamples / main.samples,
                  unit: 'share' as const,
                  samples: main.samples,
                },
              ]
            : []),
        ],
        sampleSize: main.samples > 0 ? main.samples : profile.tasks.count,
        advice: `Move ${hot?.functionName ?? 'the work done before submitting and after receiving'} into the task, so that workers do it side by side (${sayNs(starvingNs)} of worker time stood idle).`,
        effort: 'medium',
        explains: ['undersized-pool', 'straggler', 'serial-submission', 'tiny-tasks'],
      }),
    ];
  },
};

/** Over the part of the run in which tasks are about: what came before the first or after the last is start and end. */
function measureStarving({ tasks }: Profile, { activity }: DetectContext) {
  const { slices, ready, occupied, queued, mainComputing, computing, free } = activity;
  let firstNs = Infinity;
  let lastNs = -Infinity;
  for (let row = 0; row < tasks.count; row++) {
    firstNs = Math.min(firstNs, tasks.submitNs[row] as number);
    lastNs = Math.max(lastNs, tasks.endNs[row] as number);
  }
  const first = Math.max(0, Math.ceil((firstNs - slices.beginNs) / slices.sliceNs));
  const last = Math.min(slices.count, Math.floor((lastNs - slices.beginNs) / slices.sliceNs));
  let stake = 0;
  let starving = 0;
  let main = 0;
  for (let slice = first; slice < last; slice++) {
    const idle = Math.max(0, (ready[slice] as number) - (occupied[slice] as number));
    // Each task that queues is one an idle worker is about to take.
    const hungry = Math.min(Math.max(0, idle - (queued[slice] as number)), free[slice] as number);
    const busy = mainComputing[slice] as number;
    main += busy;
    starving += hungry * busy;
    // Main's work shared with the hungry: the slice would take working / (working + hungry) of the time.
    stake += (busy * hungry) / Math.max(1, (computing[slice] as number) + hungry);
  }
  return {
    stakeNs: stake * slices.sliceNs,
    starvingNs: starving * slices.sliceNs,
    mainNs: main * slices.sliceNs,
    windowNs: Math.max(0, last - first) * slices.sliceNs,
  };
}
