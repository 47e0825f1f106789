import { findArrayOf, isAcross, mainStep } from './judge-walk.js';
import type { Walk } from './memory-profile.js';
import type { LoopTime } from './saved-time.js';

/**
 * How often a loop does what it was recorded doing. Where it ran on unrecorded, it cannot have gone further than what it goes through is
 * long; where that does not tell either, nothing does.
 */
export function loopTimeOf(walk: Walk, walks: readonly Walk[]): LoopTime {
  const { accesses, runLength, isLowerBound, cpuNsByThread } = walk;
  if (!isLowerBound) return { accesses, isLowerBound, cpuNsByThread };
  const most = (accesses / runLength) * Math.max(runLength, roomOf(walk, walks));
  return { accesses: most, isLowerBound: !Number.isFinite(most), cpuNsByThread };
}

/** Accesses of one run from end to end of what it goes through; NaN where it does not go through it in steps. */
function roomOf(walk: Walk, walks: readonly Walk[]): number {
  if (walk.what === 'property' || isAcross(walk)) return findArrayOf(walk, walks)?.length ?? Number.NaN;
  const step = Math.abs(mainStep(walk));
  return step > 0 ? (walk.length * walk.elementBytes) / step : Number.NaN;
}
