import type { WalkPattern } from '../../../model/memory/pattern.js';
import { makeTyped } from '../containers.js';

/** Sorted to learn what it takes; of more, each takes longer as their logarithm does. */
const MOST = 1 << 20;
/** So many in all: of few at a time, one sorting is too short for the clock. */
const LEAST = 1 << 14;

/** What sorting so many numbers takes for each of them, ns. */
export function timeSorting({ container, places }: NonNullable<WalkPattern['sort']>, random: () => number): number {
  const count = Math.max(2, Math.min(MOST, Math.round(places)));
  const times = Math.ceil(LEAST / count);
  const numbers = makeTyped(container, 4, count * times);
  const isBig = container.startsWith('Big');
  for (let at = 0; at < count * times; at++) {
    const value = Math.floor(random() * 2 ** 30);
    numbers[at] = isBig ? BigInt(value) : value;
  }
  const begin = process.hrtime.bigint();
  for (let time = 0; time < times; time++) numbers.subarray(time * count, (time + 1) * count).sort();
  const ns = Number(process.hrtime.bigint() - begin) / (count * times);
  return ns * Math.max(1, Math.log2(Math.max(2, places)) / Math.log2(count));
}
