/** How edits name what they change. */
import { shownFrame } from '../../detect/shared/places.js';
import { sayAt } from '../../detect/shared/wording.js';
import type { Profile } from '../../model/profile.js';

/** "lock board (mutex.mjs:12)" or "lock 3". */
export function nameLock(profile: Profile, id: number): string {
  const lock = profile.locks.find((each) => each.id === id);
  if (lock === undefined) return `lock ${id}`;
  const site = lock.acquireSites.find((each) => each.site >= 0)?.site ?? lock.createdAt;
  return `${lock.name}${sayAt(profile, site)}`;
}

/** "the pool at main.ts:7", or "the pool" where that place is not known. */
export function namePool(profile: Profile, id: number): string {
  const pool = profile.pools.find((each) => each.id === id);
  const known = pool !== undefined && shownFrame(profile, pool.createdAt) !== undefined;
  return known ? `the pool${sayAt(profile, pool.createdAt)}` : 'the pool';
}
