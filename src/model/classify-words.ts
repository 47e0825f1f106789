import { WordStat } from '../trace/records.js';
import type { LockLog } from './lock-log.js';
import { sumUses, type Word } from './words.js';

/** A lock's takers and givers must match this well: one that is cut off, or a flag used twice, is no counter-evidence. */
const BALANCED_SHARE = 0.8;

/**
 * Which words are locks: those that the same thread takes and sets free again. Counters come from the threads' cumulative
 * counters; for a word without any (all slots taken), from the single records.
 */
export function findLockWords(words: readonly Word[], { holds }: LockLog): Uint8Array {
  const recorded = new Int32Array(words.length);
  const completed = new Int32Array(words.length);
  for (let row = 0; row < holds.word.count; row++) {
    const word = holds.word.at(row);
    (recorded[word] as number)++;
    if (!Number.isNaN(holds.endNs.at(row))) (completed[word] as number)++;
  }
  return Uint8Array.from(words, (word, index) => {
    const acquires = sumUses(word, WordStat.Acquires);
    if (acquires === 0) {
      return (completed[index] as number) > 0 &&
        (completed[index] as number) >= BALANCED_SHARE * (recorded[index] as number)
        ? 1
        : 0;
    }
    const balanced = word.uses.reduce(
      (sum, { stats }) => sum + Math.min(stats[WordStat.Acquires] as number, stats[WordStat.Releases] as number),
      0,
    );
    return balanced > 0 && balanced >= BALANCED_SHARE * acquires - word.uses.length ? 1 : 0;
  });
}
