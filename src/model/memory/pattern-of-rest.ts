import { groupGarbage, keptByGroup } from './group-garbage.js';
import type { AllocationSite, DuplicateData, MemoryProfile, Walk } from './memory-profile.js';
import type { ArrayWalk } from './pattern.js';
import type { Plan } from './plan.js';

/**
 * A move from core to core costs what it takes to fill the caches next to the new one, a millisecond at the very most: with fewer
 * a second than this, all of them together cannot take a hundredth of the time.
 */
const LEAST_MIGRATIONS = 10;
/**
 * Only where the size of an object is known: what a small one costs and a large one differ a hundredfold. Each collection has to copy what
 * is alive of all of a group, whichever place filled the memory.
 */
export function planAllocations({ allocations }: MemoryProfile): Plan[] {
  return groupGarbage(allocations).flatMap((rows) => {
    const places = rows.map((row) => ({ row, place: allocations[row] as AllocationSite }));
    const kept = keptByGroup(places.map(({ place }) => place));
    return places
      .filter(({ place }) => place.objectBytes > 0)
      .map(({ row, place: { share, threads, objectBytes, doubles, what } }) => ({
        kind: 'allocation-churn' as const,
        change: 'reuse' as const,
        row: { table: 'allocations' as const, row },
        // Its share of CPU time is not known, as it is not a loop; of all that is allocated it is.
        cpuShare: share,
        pattern: {
          kind: 'allocation' as const,
          threads: threads.length,
          what: what === null || what === 'instance' ? ('object' as const) : what,
          bytes: Math.max(16, likeSize(objectBytes)),
          doubles,
          keptBytes: kept === 0 ? 0 : 2 ** Math.round(Math.log2(kept)),
        },
      }));
  });
}

/** Sizes that cost alike are replayed as one: words, and of what has more than sixteen to a quarter of a power of two. */
function likeSize(bytes: number): number {
  const grain = bytes < 128 ? 8 : 2 ** (Math.floor(Math.log2(bytes)) - 2);
  return grain * Math.round(bytes / grain);
}

export function planDuplicates({ duplicates, walks }: MemoryProfile): Plan[] {
  return duplicates.flatMap((found, row) =>
    found.written
      ? []
      : {
          kind: 'duplicate-data' as const,
          change: 'share' as const,
          row: { table: 'duplicates' as const, row },
          cpuShare: readShare(found, walks),
          pattern: {
            kind: 'copy' as const,
            threads: found.copies,
            container: found.container,
            elements: elementsOf(found, walks),
            bytes: found.bytes,
          },
        },
  );
}

/** CPU time of the loops that read it. */
function readShare({ site }: DuplicateData, walks: readonly Walk[]): number {
  const shares = walks.filter((walk) => walk.site === site).map(({ cpuShare }) => cpuShare);
  return Math.max(0, ...shares.filter(Number.isFinite));
}

function elementsOf({ site, container }: DuplicateData, walks: readonly Walk[]): ArrayWalk['elements'] {
  if (container !== 'Array') return 'typed';
  const elements = walks.find((walk) => walk.site === site)?.elements ?? 'object';
  return elements === 'none' ? 'object' : elements;
}

export function planPlacement({ placement, walks, topology }: MemoryProfile): Plan[] {
  return placement.flatMap(({ thread, migrationsPerSecond }, row) => {
    const own = walks.filter(({ threads, cpuShare }) => threads.includes(thread) && cpuShare > 0);
    const moves = Math.round(migrationsPerSecond);
    if (!(moves >= LEAST_MIGRATIONS) || topology.cores < 2 || own.length === 0) return [];
    const busiest = own.reduce((most, walk) => (walk.cpuShare > most.cpuShare ? walk : most));
    return {
      kind: 'thread-migration' as const,
      change: 'pin' as const,
      row: { table: 'placement' as const, row },
      cpuShare: busiest.cpuShare,
      pattern: {
        kind: 'placement' as const,
        threads: Math.min(topology.cores, placement.length),
        workingSetBytes: 2 ** Math.round(Math.log2(Math.max(4096, busiest.workingSetBytes))),
        migrationsPerSecond: moves,
      },
    };
  });
}
