import type { AllocationSite } from './memory-profile.js';

/** Places that allocate less than this part of all bytes would not be missed, and need not be replayed. */
const LEAST_SHARE = 0.01;
/** More of it alive means that it is data, which reuse would not help. */
const MOST_LIVE = 0.5;
/** What is so large is mostly not made there but in it, such as the strings that `split` gives; nobody writes over these. */
const LARGEST = 2 ** 20;
/** A group is where the garbage comes from if it makes this part of all bytes, by so many samples of the heap profiler. */
const LEAST_OF_GROUP = 0.1;
const LEAST_SAMPLES = 10;
/** What is kept at a time, bytes: less is seldom met by a collection. */
const LEAST_KEPT = 2 ** 16;

/** Places that make garbage in the same threads, rows of `allocations`: they are collected together. Largest first, in and among groups. */
export function groupGarbage(allocations: readonly AllocationSite[]): number[][] {
  const groups: { rows: number[]; threads: Set<number> }[] = [];
  for (const [row, { share, bytes, liveBytes, threads, what, objectBytes }] of allocations.entries()) {
    if (share < LEAST_SHARE || liveBytes > bytes * MOST_LIVE) continue;
    // Without a literal, `new` or the like there is nothing to write over: strings, numbers, what V8 and packages make for themselves.
    if (what === null || objectBytes > LARGEST) continue;
    const group = groups.find((known) => threads.some((thread) => known.threads.has(thread)));
    if (group === undefined) groups.push({ rows: [row], threads: new Set(threads) });
    else {
      group.rows.push(row);
      for (const thread of threads) group.threads.add(thread);
    }
  }
  const sum = (rows: readonly number[], of: 'share' | 'samples'): number =>
    rows.reduce((all, row) => all + (allocations[row]?.[of] ?? 0), 0);
  return groups
    .map(({ rows }) => rows)
    .filter((rows) => sum(rows, 'share') >= LEAST_OF_GROUP && sum(rows, 'samples') >= LEAST_SAMPLES)
    .sort((a, b) => sum(b, 'share') - sum(a, 'share'));
}

/** What a group keeps alive at a time, bytes, which each collection has to copy; 0 where that is next to nothing. */
export function keptByGroup(places: readonly AllocationSite[]): number {
  const kept = places.reduce((sum, { keptBytes }) => sum + keptBytes, 0);
  return kept < LEAST_KEPT ? 0 : kept;
}
