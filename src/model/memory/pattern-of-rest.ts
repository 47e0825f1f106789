import type { DuplicateData, MemoryProfile, Walk } from './memory-profile.js';
import type { ArrayWalk } from './pattern.js';
import type { Plan } from './plan.js';

/** Allocation sites worth a replay: a tenth of all bytes. The garbage of the rest would not be missed. */
const LEAST_SHARE = 0.1;
/** Samples of the heap profiler a share must rest on. */
const LEAST_SAMPLES = 10;
/**
 * A move from core to core costs what it takes to fill the caches next to the new one, a millisecond at the very most: with fewer
 * a second than this, all of them together cannot take a hundredth of the time.
 */
const LEAST_MIGRATIONS = 10;
/** A larger share of the objects that outlives collections is data, not garbage. */
const MOST_SURVIVAL = 0.5;

/** Only where the size of an object is known: what a small one costs and a large one differ a hundredfold. */
export function planAllocations({ allocations }: MemoryProfile): Plan[] {
  return allocations.flatMap(({ share, samples, bytes, liveBytes, threads, objectBytes, what }, row) => {
    const survival = bytes > 0 ? Math.min(1, liveBytes / bytes) : 1;
    if (share < LEAST_SHARE || samples < LEAST_SAMPLES || survival > MOST_SURVIVAL || !(objectBytes > 0)) return [];
    return {
      kind: 'allocation-churn' as const,
      change: 'reuse' as const,
      row: { table: 'allocations' as const, row },
      // Its share of CPU time is not known, as it is not a loop; of all that is allocated it is.
      cpuShare: share,
      pattern: {
        kind: 'allocation' as const,
        threads: threads.length,
        what: what === null || what === 'instance' ? ('object' as const) : what,
        bytes: Math.max(16, 8 * Math.round(objectBytes / 8)),
        survival: Number(survival.toFixed(2)),
      },
    };
  });
}

/** Data that threads were given, or fill themselves: what a copy costs against one that all read. */
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
