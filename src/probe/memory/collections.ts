/** Garbage collections of this thread: time, number, and what was left on the heap. */
import v8 from 'node:v8';
import { write } from './thread-file.js';

interface HeapSizes {
  heapStatistics: { usedHeapSize: number; externalMemory: number };
}
interface SpaceSizes {
  spaceName: string;
  spaceUsedSize: number;
}
interface GcReport {
  startTime: number;
  statistics: {
    gcType: string;
    cost: number;
    afterGC: HeapSizes & { heapSpaceStatistics: SpaceSizes[] };
  }[];
}
interface GcProfiler {
  start(): void;
  stop(): GcReport | undefined;
}

/** A point of the heap for minor collections at most so often; major ones are all told, as far as this many at a time. */
const MAX_POINTS = 64;

let profiler: GcProfiler | null = null;
let sinceNs = 0;
let totalNs = 0;
let count = 0;
const minor = { count: 0, keptBytes: 0 };

export function openCollections(nowNs: number): void {
  const { GCProfiler: Profiler } = v8 as unknown as { GCProfiler?: new () => GcProfiler };
  if (Profiler === undefined) return;
  profiler = new Profiler();
  profiler.start();
  sinceNs = nowNs;
}

export function collected(): { gcNs: number; gcCount: number; keptBytes: number } {
  return { gcNs: totalNs, gcCount: count, keptBytes: Math.round(minor.keptBytes / Math.max(1, minor.count)) };
}

/** `progress`: what the thread has done by now. Reports are fetched at once and started anew, for each collection takes memory. */
export function tellCollections(nowNs: number, progress: number): void {
  if (profiler === null) return;
  const report = profiler.stop();
  profiler.start();
  const fromNs = sinceNs;
  sinceNs = nowNs;
  const statistics = report?.statistics ?? [];
  const majors = statistics.filter(({ gcType }) => isMajor(gcType)).length;
  // Collections are told in their order only; they are spread over the time between two reports.
  for (const [at, { gcType, cost, afterGC }] of statistics.entries()) {
    totalNs += cost * 1000;
    count++;
    const major = isMajor(gcType);
    if (!major) {
      minor.count++;
      minor.keptBytes +=
        afterGC.heapSpaceStatistics.find(({ spaceName }) => spaceName === 'new_space')?.spaceUsedSize ?? 0;
    }
    const every = Math.ceil((major ? majors : statistics.length) / MAX_POINTS);
    if (at % every !== 0) continue;
    const { usedHeapSize, externalMemory } = afterGC.heapStatistics;
    const atNs = Math.round(fromNs + ((at + 1) / (statistics.length + 1)) * (nowNs - fromNs));
    write({ kind: 'heap', atNs, progress, usedBytes: usedHeapSize, major, externalBytes: externalMemory });
  }
}

const isMajor = (type: string): boolean => type.startsWith('MarkSweep');
