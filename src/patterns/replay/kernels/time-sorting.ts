import type { WalkPattern } from '../../../model/memory/pattern.js';
import { makeTyped } from '../containers.js';

/** Sorted to learn what it takes; of more, each takes longer as their logarithm does. */
const MOST = 1 << 20;

/** What sorting so many numbers takes for each of them, ns. */
export function timeSorting({ container, places }: NonNullable<WalkPattern['sort']>, random: () => number): number {
  const count = Math.max(2, Math.min(MOST, Math.round(places)));
  const numbers = makeTyped(container, 4, count);
  const isBig = container.startsWith('Big');
  for (let at = 0; at < count; at++) {
    const value = Math.floor(random() * 2 ** 30);
    numbers[at] = isBig ? BigInt(value) : value;
  }
  const begin = process.hrtime.bigint();
  numbers.sort();
  const ns = Number(process.hrtime.bigint() - begin) / count;
  return ns * Math.max(1, Math.log2(places) / Math.log2(count));
}
