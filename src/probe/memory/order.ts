import type { Window } from './window.js';

/** Accesses that tell one order from another. */
const MOST = 256;
/** FNV-1a, 32 bits. */
const BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/** Hash of where a site went first, in the first execution of a stretch; undefined where it went nowhere. */
export function hashOrder({ log, usedFirst }: Window, place: number): string | undefined {
  let hash = BASIS;
  let count = 0;
  for (let at = 0; at < usedFirst && count < MOST; at++) {
    const address = log.addresses[at] as number;
    if (log.places[at] !== place || Number.isNaN(address)) continue;
    count++;
    hash = Math.imul(hash ^ address, PRIME);
    hash = Math.imul(hash ^ (address / 2 ** 32), PRIME);
  }
  return count === 0 ? undefined : (hash >>> 0).toString(36);
}
