import type {
  MemoryAllocations,
  MemoryBuffer,
  MemoryCpu,
  MemoryData,
  MemoryFile,
  MemoryHeap,
  MemoryLoop,
  MemoryMake,
  MemoryNote,
  MemoryPlacement,
  MemoryRecord,
  MemoryShared,
  MemorySite,
  MemoryThread,
  MemoryWindow,
} from '../../trace/memory.js';
import type { LoopCounts } from './scale-windows.js';

/** One thread's records by what they tell. Of what is cumulative, the last. */
export interface ThreadRecords {
  thread: MemoryThread;
  files: MemoryFile[];
  loops: Map<number, MemoryLoop>;
  sites: Map<number, MemorySite>;
  /** By loop. */
  windows: Map<number, MemoryWindow[]>;
  /** By loop. */
  counts: Map<number, LoopCounts>;
  makes: Map<number, MemoryMake>;
  /** By make: how often. */
  made: Map<number, number>;
  buffers: MemoryBuffer[];
  shared: MemoryShared[];
  allocations: MemoryAllocations | undefined;
  heaps: MemoryHeap[];
  data: MemoryData[];
  placement: MemoryPlacement | undefined;
  cpu: MemoryCpu | undefined;
  notes: MemoryNote[];
  ended: boolean;
}

/** @returns undefined where the first record does not say which thread it is */
export function sortRecords(records: readonly MemoryRecord[]): ThreadRecords | undefined {
  const thread = records.find((record) => record.kind === 'thread');
  if (thread === undefined) return undefined;
  const sorted: ThreadRecords = {
    thread,
    files: [],
    loops: new Map(),
    sites: new Map(),
    windows: new Map(),
    counts: new Map(),
    makes: new Map(),
    made: new Map(),
    buffers: [],
    shared: [],
    allocations: undefined,
    heaps: [],
    data: [],
    placement: undefined,
    cpu: undefined,
    notes: [],
    ended: false,
  };
  for (const record of records) addRecord(sorted, record);
  return sorted;
}

function addRecord(sorted: ThreadRecords, record: MemoryRecord): void {
  switch (record.kind) {
    case 'file':
      sorted.files.push(record);
      break;
    case 'loop':
      sorted.loops.set(record.id, record);
      break;
    case 'site':
      sorted.sites.set(record.id, record);
      break;
    case 'window':
      sorted.windows.set(record.loop, [...(sorted.windows.get(record.loop) ?? []), record]);
      break;
    case 'loops':
      for (const [loop, times, iterations] of record.entered) sorted.counts.set(loop, { times, iterations });
      break;
    case 'make':
      sorted.makes.set(record.id, record);
      break;
    case 'made':
      for (const [make, times] of record.counts) sorted.made.set(make, times);
      break;
    case 'buffer':
      sorted.buffers.push(record);
      break;
    case 'shared':
      sorted.shared.push(record);
      break;
    case 'allocations':
      sorted.allocations = record;
      break;
    case 'heap':
      sorted.heaps.push(record);
      break;
    case 'data':
      sorted.data.push(record);
      break;
    case 'placement':
      sorted.placement = record;
      break;
    case 'cpu':
      sorted.cpu = record;
      break;
    case 'note':
      sorted.notes.push(record);
      break;
    case 'end':
      sorted.ended = true;
      break;
    case 'thread':
      break;
  }
}
