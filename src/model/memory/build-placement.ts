import type { ThreadPlacement } from './memory-profile.js';
import type { ThreadRecords } from './thread-records.js';

/** Where threads ran, as far as the system tells. */
export function buildPlacement(threads: readonly ThreadRecords[]): ThreadPlacement[] {
  return threads.flatMap(({ thread, placement }) => {
    if (placement === undefined) return [];
    const looks = placement.cores.reduce((sum, [, count]) => sum + count, 0);
    const seconds = placement.overNs / 1e9;
    return {
      thread: thread.threadId,
      cores: placement.cores
        .map(([core, count]) => ({ core, share: looks > 0 ? count / looks : 0 }))
        .sort((a, b) => b.share - a.share || a.core - b.core),
      migrationsPerSecond: placement.migrations >= 0 && seconds > 0 ? placement.migrations / seconds : Number.NaN,
      measured: null,
    };
  });
}
