import type { Walk } from './memory-profile.js';

/** Elements met again, of which on how many there are is told to a third or so. */
const ENOUGH_KNOWN = 8;

/**
 * Elements that accesses without a pattern go to. Not more than there are. Stretches that come back to few of the elements of earlier
 * ones go to many, even where each comes back to its own.
 */
export function reachOf(walk: Pick<Walk, 'samples' | 'windows' | 'length' | 'distinct' | 'recapture'>): number {
  const { pairs, known } = walk.recapture;
  const within = reachOfStretch(walk);
  if (known >= ENOUGH_KNOWN) return Math.min(walk.length, Math.round(Math.max(pairs / known, within ?? 0)));
  return Math.min(walk.length, Math.round(Math.max(pairs / (known + 1), within ?? walk.length)));
}

/** From how often a stretch came back to an element; undefined where it hardly did. */
function reachOfStretch(walk: Pick<Walk, 'samples' | 'windows' | 'length' | 'distinct'>): number | undefined {
  const count = walk.samples / Math.max(1, walk.windows);
  const { distinct } = walk;
  if (!(distinct > 0) || !(count > 0) || distinct >= count * 0.98) return undefined;
  let [low, high] = [distinct, Math.max(distinct, walk.length)];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (drawnEvenly(count, middle) < distinct) low = middle;
    else high = middle;
  }
  return high;
}

/** Accesses to so many places, all as likely, meet so many different ones. */
export function drawnEvenly(accesses: number, places: number): number {
  return places * (1 - Math.exp(-accesses / places));
}
