import type { PatternCost } from '../model/memory/memory-profile.js';
import type { PatternRequest } from '../model/memory/pattern.js';
import { bootstrapInterval, pairRatios } from '../statistics/bootstrap.js';
import { median } from '../statistics/quantile.js';
import type { ReplayTimes } from './orders.js';

/**
 * What an iteration costs: medians over all blocks, with 90 % bootstrap intervals. Isolates are drawn as wholes, then blocks
 * within them: what V8 made of a loop is the same in all blocks of one isolate.
 */
export function summariseTimes(
  { now, proposal }: Pick<PatternRequest, 'now' | 'proposal'>,
  { threads, groups }: ReplayTimes,
  seed: number,
): PatternCost {
  const estimate = (lists: number[][]): { value: number; interval: [number, number] } => ({
    value: median(lists.flat()),
    interval: bootstrapInterval(lists, (drawn) => median(drawn.flat()), { seed }),
  });
  const current = estimate(groups.map((group) => group.now));
  const proposed = estimate(groups.map((group) => group.proposed));
  const ratio = estimate(groups.map((group) => pairRatios(group.now, group.proposed)));
  return {
    pattern: now,
    proposal,
    nowNs: current.value,
    nowInterval: widen(
      current,
      groups.map((group) => group.now),
      seed,
    ),
    proposedNs: proposed.value,
    proposedInterval: widen(
      proposed,
      groups.map((group) => group.proposed),
      seed,
    ),
    ratio: ratio.value,
    ratioInterval: widen(
      ratio,
      groups.map((group) => pairRatios(group.now, group.proposed)),
      seed,
    ),
    repeats: groups.reduce((sum, group) => sum + group.now.length, 0),
    threads,
  };
}

/** Few isolates that happen to agree say little of the next one: their blocks' own spread counts too. */
function widen(
  { interval: [low, high] }: { interval: [number, number] },
  groups: number[][],
  seed: number,
): [low: number, high: number] {
  const [blockLow, blockHigh] = bootstrapInterval(groups.flat(), median, { seed: seed + 1 });
  return [Math.min(low, blockLow), Math.max(high, blockHigh)];
}
