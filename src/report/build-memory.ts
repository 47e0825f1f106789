import type { Finding } from '../detect/finding.js';
import type {
  AllocationSite,
  DuplicateData,
  HeapCurve,
  MemoryRow,
  PatternCost,
  SharedBuffer,
  SharedLine,
  ThreadPlacement,
  Walk,
} from '../model/memory/memory-profile.js';
import type { Profile, ThreadCopies } from '../model/profile.js';
import { nameFindings } from './build-findings.js';
import type { Places } from './build-places.js';
import { finiteOrNull, shareOrNull, shareOrZero, wholeOrNull, wholeOrZero } from './numbers.js';
import type {
  ReportAllocation,
  ReportCopy,
  ReportDuplicate,
  ReportHeap,
  ReportMemory,
  ReportPlacement,
  ReportSharedBuffer,
  ReportSharedLine,
  ReportWalk,
} from './report-memory.js';

/** Rows beyond these tell a reader nothing more; all are in the run's folder. */
const MAX_ROWS = 50;
const MAX_BUFFERS = 20;
const MAX_LINES = 64;

/** Null where the memory pass was not made. */
export function buildMemoryReport(profile: Profile, findings: readonly Finding[], places: Places): ReportMemory | null {
  const { memory, copies = [] } = profile;
  if (memory === undefined) return null;
  const context: Context = { keyOf: indexKeys(findings), places };
  return {
    caches: memory.caches.map((cache) => ({ ...cache })),
    cores: memory.topology.cores,
    nodes: memory.topology.nodes,
    missing: [...memory.missing],
    files: memory.files.map((file) => ({ ...file })),
    walks: ranked(memory.walks, (walk) => shareOrZero(walk.cpuShare)).map(([walk, row]) => toWalk(walk, row, context)),
    shared: memory.shared.slice(0, MAX_BUFFERS).map((buffer, row) => toBuffer(buffer, row, context)),
    allocations: ranked(memory.allocations, ({ bytes }) => bytes).map(([one, row]) => toAllocation(one, row, context)),
    heaps: memory.heaps.map((heap, row) => toHeap(heap, row, context)),
    duplicates: ranked(memory.duplicates, ({ bytes, copies: count }) => bytes * count).map(([one, row]) =>
      toDuplicate(one, row, context),
    ),
    copies: ranked(copies, ({ bytes }) => wholeOrZero(bytes)).map(([one]) => toCopy(one, profile, places)),
    placement: memory.placement.map((one, row) => toPlacement(one, row, context)),
  };
}

interface Context {
  keyOf: (row: MemoryRow) => string | null;
  places: Places;
}

/** Keys of findings by what they are about. */
function indexKeys(findings: readonly Finding[]): Context['keyOf'] {
  const keys = nameFindings(findings);
  const byRow = new Map<string, string>();
  findings.forEach(({ memory }, index) => {
    const key = keys[index];
    if (memory !== undefined && key !== undefined && !byRow.has(nameRow(memory))) byRow.set(nameRow(memory), key);
  });
  return (row) => byRow.get(nameRow(row)) ?? null;
}

function nameRow(row: MemoryRow): string {
  return row.table === 'shared' ? `shared ${row.row} ${row.line}` : `${row.table} ${row.row}`;
}

/** Largest first, with the row each has in its table. */
function ranked<T>(items: readonly T[], weightOf: (item: T) => number): [item: T, row: number][] {
  return items
    .map((item, row): [T, number] => [item, row])
    .sort(([a, rowA], [b, rowB]) => weightOf(b) - weightOf(a) || rowA - rowB)
    .slice(0, MAX_ROWS);
}

function toWalk(walk: Walk, row: number, { keyOf, places }: Context): ReportWalk {
  return {
    place: places.at(walk.site),
    loop: places.at(walk.loop),
    loopEndLine: walk.loopEndLine,
    text: walk.text,
    what: walk.what,
    threads: [...walk.threads],
    samples: wholeOrZero(walk.samples),
    accesses: wholeOrZero(walk.accesses),
    writeShare: shareOrZero(walk.writeShare),
    container: walk.container,
    elements: walk.elements,
    elementBytes: walk.elementBytes,
    length: wholeOrZero(walk.length),
    workingSetBytes: wholeOrZero(walk.workingSetBytes),
    strides: walk.strides.map(({ bytes, share }) => ({ bytes: wholeOrNull(bytes), share: shareOrZero(share) })),
    bytesPerLine: finiteOrNull(walk.bytesPerLine) ?? 0,
    shapes: walk.shapes,
    cpuShare: shareOrNull(walk.cpuShare),
    cpuSamples: wholeOrZero(walk.cpuSamples),
    findingKey: keyOf({ table: 'walks', row }),
    measured: toCost(walk.measured),
  };
}

function toBuffer({ name, bytes, lines, map }: SharedBuffer, row: number, context: Context): ReportSharedBuffer {
  return {
    name,
    bytes,
    lines: lines.slice(0, MAX_LINES).map((line, at) => toLine(line, { table: 'shared', row, line: at }, context)),
    map: map.map((run) => ({ ...run, readers: [...run.readers], writers: [...run.writers] })),
  };
}

function toLine(line: SharedLine, row: MemoryRow, { keyOf, places }: Context): ReportSharedLine {
  return {
    offset: line.offset,
    lineBytes: line.lineBytes,
    sharing: line.sharing,
    users: line.users.map(({ thread, offsets, reads, writes, atomics, site }) => ({
      thread,
      offsets: offsets.map(([begin, end]): [number, number] => [begin, end]),
      reads: wholeOrZero(reads),
      writes: wholeOrZero(writes),
      atomics: wholeOrZero(atomics),
      place: places.at(site),
    })),
    cpuShare: shareOrNull(line.cpuShare),
    findingKey: keyOf(row),
    measured: toCost(line.measured),
  };
}

function toAllocation(one: AllocationSite, row: number, { keyOf, places }: Context): ReportAllocation {
  return {
    place: places.at(one.site),
    bytes: wholeOrZero(one.bytes),
    samples: wholeOrZero(one.samples),
    liveBytes: wholeOrZero(one.liveBytes),
    share: shareOrZero(one.share),
    threads: [...one.threads],
    gcNs: wholeOrNull(one.gcNs),
    findingKey: keyOf({ table: 'allocations', row }),
    measured: toCost(one.measured),
  };
}

function toHeap(heap: HeapCurve, row: number, { keyOf, places }: Context): ReportHeap {
  const growth = finiteOrNull(heap.growthBytesPerSecond);
  return {
    thread: heap.thread,
    points: heap.points.map(({ atNs, progress, liveBytes }) => ({
      atNs: wholeOrZero(atNs),
      progress: wholeOrZero(progress),
      liveBytes: wholeOrZero(liveBytes),
    })),
    growthBytesPerSecond: growth,
    growthInterval: growth === null || !heap.growthInterval.every(Number.isFinite) ? null : [...heap.growthInterval],
    place: places.at(heap.topSite),
    findingKey: keyOf({ table: 'heaps', row }),
  };
}

function toDuplicate(one: DuplicateData, row: number, { keyOf, places }: Context): ReportDuplicate {
  return {
    place: places.at(one.site),
    container: one.container,
    bytes: wholeOrZero(one.bytes),
    copies: one.copies,
    threads: [...one.threads],
    written: one.written,
    findingKey: keyOf({ table: 'duplicates', row }),
  };
}

function toCopy(
  { from, to, site, messages, bytes, cloneNs }: ThreadCopies,
  profile: Profile,
  places: Places,
): ReportCopy {
  return {
    from: profile.threads[from]?.threadId ?? -1,
    to: profile.threads[to]?.threadId ?? -1,
    messages: wholeOrZero(messages),
    bytes: wholeOrNull(bytes),
    cloneNs: wholeOrZero(cloneNs),
    place: places.at(site),
  };
}

function toPlacement(one: ThreadPlacement, row: number, { keyOf }: Context): ReportPlacement {
  return {
    thread: one.thread,
    cores: one.cores.map(({ core, share }) => ({ core, share: shareOrZero(share) })),
    migrationsPerSecond: finiteOrNull(one.migrationsPerSecond),
    findingKey: keyOf({ table: 'placement', row }),
    measured: toCost(one.measured),
  };
}

/** A cost that came out as not-a-number was not measured. */
function toCost(cost: PatternCost | null): PatternCost | null {
  if (cost === null) return null;
  const { nowInterval, proposedInterval, ratioInterval } = cost;
  const figures = [cost.nowNs, cost.proposedNs, cost.ratio, ...nowInterval, ...proposedInterval, ...ratioInterval];
  return figures.every(Number.isFinite) ? { ...cost } : null;
}
