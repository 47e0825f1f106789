/** Reads the scheduler's counters of all threads and of the machine, and writes them as the collector's own records. */
import { BlobKind, RecordType, ThreadState, WORD_STAT_COLUMNS, WordStat } from '../../trace/records.js';
import type { ProbeCost } from '../../trace/format.js';
import { Slot, SlotCost, type SlotViews } from './arena.js';
import type { HookPrice } from './calibrate.js';
import { now } from './clock.js';
import {
  closeThread,
  openThread,
  readChildrenCpuNs,
  readHostCpuNs,
  readSched,
  readState,
  type ThreadFiles,
} from './proc.js';
import { emitBlob, emitF64, emitJson } from './ring.js';

/** Counters that grow by one a hook call. */
const COUNTED = [
  WordStat.Acquires,
  WordStat.FailedAttempts,
  WordStat.Releases,
  WordStat.Loads,
  WordStat.Stores,
  WordStat.Adds,
];

export interface Watched {
  index: number;
  tid: number;
  views: SlotViews;
  files: ThreadFiles | null;
  hadSched: boolean;
  /** Position of the ring when the thread took the slot. */
  firstRecord: number;
}

/** Samples one thread; false when it is gone. */
export function sampleThread(watched: Watched, timeNs: number): boolean {
  if (watched.files === null) {
    const tid = watched.views.head[Slot.Tid] as number;
    if (tid === 0) return true;
    watched.tid = tid;
    watched.files = openThread(tid);
  }
  const sched = readSched(watched.files);
  if (sched === null) return !watched.hadSched;
  watched.hadSched = true;
  emitF64(RecordType.SchedCpu, readState(watched.files), watched.index, timeNs, sched.cpuNs);
  emitF64(RecordType.SchedDelay, 0, watched.index, timeNs, sched.delayNs);
  return true;
}

export function stopWatching(watched: Watched): void {
  if (watched.files !== null) closeThread(watched.files);
  watched.files = null;
}

export function sampleMachine(timeNs: number): void {
  const hostNs = readHostCpuNs();
  if (hostNs !== null) emitF64(RecordType.HostCpu, ThreadState.Unknown, 0, timeNs, hostNs);
  const { user, system } = process.cpuUsage();
  emitF64(RecordType.ProcessCpu, 0, 0, timeNs, (user + system) * 1000 + readChildrenCpuNs());
}

export function sampleMemory(timeNs: number): void {
  emitF64(RecordType.Resident, 0, 0, timeNs, process.memoryUsage.rss());
}

/** Calls of Atomics hooks that left no record, only a count. */
function countedCalls(stats: Float64Array, words: number): number {
  let calls = 0;
  for (let at = 0; at < words * WORD_STAT_COLUMNS; at += WORD_STAT_COLUMNS) {
    for (const column of COUNTED) calls += stats[at + column] as number;
  }
  return calls;
}

/** Writes a thread's word counters and what the probe cost it, given the calibrated cost of a record and of a counted call. */
export function writeCounters({ index, views, firstRecord }: Watched, price: HookPrice): void {
  const words = views.head[Slot.Words] as number;
  const columns = views.stats.slice(0, words * WORD_STAT_COLUMNS);
  // A word whose row is taken but not yet named is skipped by the reader: its id is 0.
  if (words > 0 && (columns[WordStat.WordId] as number) > 0) {
    emitBlob(BlobKind.WordStats, index, now(), new Uint8Array(columns.buffer, 0, columns.byteLength));
  }
  const records = ((views.head[Slot.Head] as number) - firstRecord) >>> 0;
  const counted = countedCalls(views.stats, words) + (views.head[Slot.Streamed] as number);
  const cost: ProbeCost = {
    startNs: views.cost[SlotCost.StartNs] as number,
    stacksNs: views.cost[SlotCost.StacksNs] as number,
    profilesNs: views.cost[SlotCost.ProfilesNs] as number,
    sizingNs: views.cost[SlotCost.SizingNs] as number,
    hooksNs: records * price.recordNs + counted * price.countNs,
    hookCalls: records + counted,
  };
  emitJson(BlobKind.ProbeCost, index, now(), cost);
}
