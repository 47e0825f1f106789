import type { MemoryChange } from '../../../model/memory/candidates.js';
import type { PatternCost } from '../../../model/memory/memory-profile.js';
import type { SavedTime } from '../../../model/memory/saved-time.js';
import type { SavedCpu } from '../../finding.js';

/** How a change of pattern is called in a title. */
const CHANGES: Readonly<Record<MemoryChange, string>> = {
  interchange: 'Swapping the loops',
  tiles: 'Cutting the loops into tiles',
  layout: 'A typed array for each field',
  order: 'Visiting places in their order',
  renumber: 'Numbering places as they are visited',
  typed: 'Numbers in a typed array',
  dense: 'An array without gaps',
  'one-shape': 'Objects of one shape',
  pad: 'A cache line for each thread',
  local: 'Each thread counting for itself',
  share: 'One copy in shared memory',
  reuse: 'Using memory again',
  pin: 'Keeping threads on their cores',
};

/**
 * What is saved, for a prediction. The interval is that of the replay together with that of the loop's share of the CPU time, which
 * do not depend on each other.
 *
 * @param ofLoop interval of the share of CPU time in the loop, as parts of it; where samples tell
 */
export function toSavedCpu(
  { byThread, totalNs, interval: [low, high] }: Pick<SavedTime, 'byThread' | 'totalNs' | 'interval'>,
  change: MemoryChange,
  ofLoop: [low: number, high: number] = [1, 1],
): SavedCpu {
  const below = Math.hypot(1 - low / totalNs, 1 - ofLoop[0]);
  const above = Math.hypot(high / totalNs - 1, ofLoop[1] - 1);
  return { byThread, range: [Math.max(0, 1 - below), 1 + above], by: CHANGES[change] };
}

/** Where what is saved is times per iteration: how far off the difference of the two may be, as parts of it. */
export function rangeOfDifference({ nowNs, nowInterval, proposedNs, proposedInterval }: PatternCost): [number, number] {
  const saved = nowNs - proposedNs;
  const off = (now: number, proposed: number): number => Math.hypot(now - nowNs, proposed - proposedNs) / saved;
  return [Math.max(0, 1 - off(nowInterval[0], proposedInterval[1])), 1 + off(nowInterval[1], proposedInterval[0])];
}
