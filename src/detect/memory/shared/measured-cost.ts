import type { PatternCost } from '../../../model/memory/memory-profile.js';
import type { Profile, ThreadIndex } from '../../../model/profile.js';
import type { DetectContext } from '../../context.js';
import type { Evidence } from '../../finding.js';
import { reliefNs } from '../../shared/bottleneck.js';

/** Why something that was seen is not called a problem. */
export const NOT_MEASURED =
  'What it costs was not measured on this machine, so nothing can be said of a gain: `threadwise memory` replays it.';

/** The replay does not show the proposal to be faster: with 19 of 20 chances it may as well be slower. */
export function isNoGain({ ratioInterval: [low] }: PatternCost): boolean {
  return !(low > 1);
}

/** What was replayed, as evidence; nothing where nothing was. */
export function describeCost(cost: PatternCost | null): Evidence[] {
  if (cost === null) return [];
  const { pattern, proposal, nowNs, nowInterval, proposedNs, proposedInterval, ratio, ratioInterval, repeats } = cost;
  return [
    { label: `replayed here: ${pattern}`, value: nowNs, unit: 'ns', interval: nowInterval, samples: repeats },
    {
      label: `replayed here: ${proposal}`,
      value: proposedNs,
      unit: 'ns',
      interval: proposedInterval,
      samples: repeats,
    },
    { label: 'times as fast', value: ratio, unit: 'ratio', interval: ratioInterval, samples: repeats },
  ];
}

/** Makespan at stake when threads have so much less to do. */
export function reliefOf(
  profile: Profile,
  { activity }: DetectContext,
  byThread: readonly (readonly [thread: ThreadIndex, ns: number])[],
): number {
  const cuts = new Map(byThread);
  return reliefNs(profile, activity.cores, ({ index }) => cuts.get(index) ?? 0);
}
