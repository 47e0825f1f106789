import { addTo } from './add-to.js';
import { countBelow } from '../../model/growable.js';
import type { ScheduleTable } from '../../model/profile.js';

/** When a thread did what, as far as records tell: sorted begins and ends of each kind of time. */
export interface ThreadRecords {
  beginNs: number;
  endNs: number;
  /** Spans it was at work: tasks, or its own code where it runs none. They may overlap. */
  work: Spans;
  /** Blocked for a lock or another thread. */
  waits: Spans;
  /** Looking again and again for a lock or a flag: CPU, but no work. */
  spins: Spans;
  /** The most that a task takes on a core, but for the thread's first, which may find its code cold; Infinity = not known. */
  typicalNs: number;
  /** Moments at which something is known to have happened; between two of them outside of work, CPU is told apart. Sorted. */
  marks: Float64Array;
}

/** Begins and ends, each ascending. */
export interface Spans {
  beginNs: Float64Array;
  endNs: Float64Array;
}

/** How much of a thread's time up to a moment was what, ns; differences of two readings are what counts. */
export interface ThreadTime {
  /** CPU for its own work, inside and outside of its spans. */
  cpuAt(timeNs: number): number;
  /** CPU inside its spans for one of those that overlap at that time: their fair share. */
  shareAt(timeNs: number): number;
  /** Inside its spans, neither on CPU nor runnable nor in a known wait: I/O. */
  ioAt(timeNs: number): number;
  /** Inside its spans, runnable while programs that are not in the plan had the cores; the fair share of one that overlaps. */
  stallAt(timeNs: number): number;
  /** Outside of its spans, neither on CPU nor runnable, but for the time programs that are not in the plan had the cores. */
  idleAt(timeNs: number): number;
  /** CPU used while it was known to wait: what waking up and looking costs, ns over its life. */
  wakingNs: number;
}

const Kind = { Outside: 0, Work: 1, Wait: 2, Spin: 3 } as const;

/**
 * Puts the scheduler's readings, which are many tasks apart, to the moments where they belong. Between two readings CPU
 * goes first to spinning, then evenly to work; what is left goes to the gaps outside of work so that short gaps are all
 * CPU and no gap gets more than the others but by being longer: events that follow one another at once are one turn of
 * the event loop, long gaps are idle.
 *
 * A thread that waited for a core longer than it had one is another matter: readings come late, and what is between two of them may
 * have been done before. But it had its core for whole slices: short pieces lie within one, long ones hold the waiting. So the CPU
 * of all its life is spread at once, as above, over the pieces at work and its start.
 *
 * @param busyShare where there are no readings: the share of its time the thread is taken to have been on a core; NaN = in its work, all of it
 * @param mostIo the most of its time at work that can have been I/O, 0..1
 * @param outsideShare of the time it was runnable: the share in which the cores were with programs that are not in the plan
 */
export function measureThreadTime(
  records: ThreadRecords,
  readings: ScheduleTable | undefined,
  busyShare: number,
  outsideShare: number,
  mostIo = 1,
): ThreadTime {
  const isCrowded = waitsForCore(readings);
  const schedule = isCrowded ? keepEnds(readings, records) : readings;
  const pieces = cutIntoPieces(records, schedule);
  const { count, atNs, kind, active, window } = pieces;
  const cpu = new Float64Array(count + 1);
  const share = new Float64Array(count + 1);
  const io = new Float64Array(count + 1);
  const stall = new Float64Array(count + 1);
  const idle = new Float64Array(count + 1);
  let wakingNs = 0;
  let workedNs = 0;
  /** Runnable for longer than there was time for: the scheduler tells of a wait when it is over, in a later window. */
  let unplacedNs = 0;
  for (let from = 0; from < count;) {
    let to = from + 1;
    while (to < count && window[to] === window[from]) to++;
    const lengths = [0, 0, 0, 0];
    for (let at = from; at < to; at++) addTo(lengths, kind[at] as number, lengthOf(atNs, at));
    const divided = divideWindow(lengths, readWindow(schedule, window[from] as number, lengths, busyShare));
    wakingNs += divided.wakingNs;
    workedNs += lengths[Kind.Work] as number;
    unplacedNs += divided.unplacedNs;
    const workNs = (lengths[Kind.Work] as number) * divided.workShare;
    const caps = isCrowded ? capPieces(pieces, records) : undefined;
    const level =
      caps === undefined
        ? findLevel(lengthsOf(pieces, from, to, Kind.Outside), divided.outsideNs)
        : findLevel(caps, divided.outsideNs + workNs);
    const offCore = divided.ioShare + divided.runnableShare;
    const runnableOutside = (lengths[Kind.Outside] as number) - divided.outsideNs;
    const queuedNs = (1 - outsideShare) * divided.runnableOutsideNs;
    const idleShare = runnableOutside > 0 ? Math.max(0, 1 - queuedNs / runnableOutside) : 0;
    for (let at = from; at < to; at++) {
      const length = lengthOf(atNs, at);
      let used = 0;
      if (kind[at] === Kind.Work) {
        used = caps === undefined ? length * divided.workShare : Math.min(caps[at] as number, level);
        share[at + 1] = used / Math.max(1, active[at] as number);
        const waited = offCore > 0 ? (length - used) / offCore : 0;
        io[at + 1] = waited * divided.ioShare;
        stall[at + 1] = (waited * divided.runnableShare * outsideShare) / Math.max(1, active[at] as number);
      } else if (kind[at] === Kind.Outside) {
        used = Math.min(caps === undefined ? length : (caps[at] as number), level);
        idle[at + 1] = (length - used) * idleShare;
      }
      cpu[at + 1] = used;
    }
    from = to;
  }
  for (const column of [cpu, share, io, stall, idle]) accumulate(column);
  const ioNs = io[count] as number;
  const excessNs = Math.min(unplacedNs, Math.max(0, ioNs - mostIo * workedNs));
  if (excessNs > 0) for (let at = 1; at <= count; at++) io[at] = (io[at] as number) * (1 - excessNs / ioNs);
  const reader = (column: Float64Array) => createReader(atNs, count, column);
  return {
    cpuAt: reader(cpu),
    shareAt: reader(share),
    ioAt: reader(io),
    stallAt: reader(stall),
    idleAt: reader(idle),
    wakingNs,
  };
}

/** Whether the thread waited for a core longer than it had one: it is crowded. */
export function waitsForCore(schedule: ScheduleTable | undefined): schedule is ScheduleTable {
  if (schedule === undefined || schedule.count < 2) return false;
  const last = schedule.count - 1;
  return (schedule.runnableNs[last] as number) > (schedule.onCpuNs[last] as number);
}

/** The whole life as one stretch between two readings. */
function keepEnds({ onCpuNs, runnableNs, count }: ScheduleTable, { beginNs, endNs }: ThreadRecords): ScheduleTable {
  const ends = (column: Float64Array): Float64Array => Float64Array.of(0, column[count - 1] as number);
  return {
    count: 2,
    atNs: Float64Array.of(beginNs, endNs),
    onCpuNs: ends(onCpuNs),
    runnableNs: ends(runnableNs),
  };
}

interface Pieces {
  count: number;
  /** Piece i is from atNs[i] to atNs[i + 1]. */
  atNs: Float64Array;
  kind: Uint8Array;
  /** Spans of work it lies in. */
  active: Uint16Array;
  /** Which pair of readings it lies between; -1 before the first. */
  window: Int32Array;
}

/** Merges sorted lists of moments; each piece between two of them is of one kind. */
function cutIntoPieces({ beginNs, endNs, work, waits, spins, marks }: ThreadRecords, schedule?: ScheduleTable): Pieces {
  const readings = schedule === undefined ? new Float64Array() : schedule.atNs.subarray(0, schedule.count);
  const lists = [work.beginNs, work.endNs, waits.beginNs, waits.endNs, spins.beginNs, spins.endNs, marks, readings];
  const next = lists.map((list) => countBelow(list, beginNs));
  const most = lists.reduce((sum, list) => sum + list.length, 2);
  const pieces: Pieces = {
    count: 0,
    atNs: new Float64Array(most + 1),
    kind: new Uint8Array(most),
    active: new Uint16Array(most),
    window: new Int32Array(most),
  };
  const open = [0, 0, 0];
  for (let list = 0; list < 6; list++) addTo(open, list >> 1, (list & 1 ? -1 : 1) * (next[list] as number));
  let now = beginNs;
  let window = (next[7] as number) - 1;
  pieces.atNs[0] = beginNs;
  while (now < endNs) {
    let time = endNs;
    for (let list = 0; list < 8; list++) {
      const candidate = (lists[list] as Float64Array)[next[list] as number];
      if (candidate !== undefined && candidate < time) time = candidate;
    }
    if (time > now) {
      const at = pieces.count++;
      pieces.atNs[at + 1] = time;
      const [work = 0, wait = 0, spin = 0] = open;
      pieces.kind[at] = spin > 0 ? Kind.Spin : wait > 0 ? Kind.Wait : work > 0 ? Kind.Work : Kind.Outside;
      pieces.active[at] = Math.max(0, work);
      pieces.window[at] = window;
      now = time;
    }
    for (let list = 0; list < 8; list++) {
      const times = lists[list] as Float64Array;
      while ((times[next[list] as number] ?? Infinity) <= now) {
        addTo(next, list);
        if (list < 6) addTo(open, list >> 1, list & 1 ? -1 : 1);
        else if (list === 7) window++;
      }
    }
  }
  return pieces;
}

interface Reading {
  cpuNs: number;
  runnableNs: number;
}

function readWindow(
  schedule: ScheduleTable | undefined,
  window: number,
  lengths: readonly number[],
  busyShare: number,
): Reading {
  if (schedule === undefined || schedule.count < 2) {
    // Not on a core it waited for one: what it did else in so short a life is not known.
    const [outside = 0, work = 0, , spin = 0] = lengths;
    const cpuNs = Number.isNaN(busyShare) ? work + spin : busyShare * (outside + work + spin);
    return { cpuNs, runnableNs: outside + work + spin - cpuNs };
  }
  const at = Math.min(Math.max(0, window), schedule.count - 2);
  const gain = (column: Float64Array): number => (column[at + 1] as number) - (column[at] as number);
  const known = gain(schedule.atNs);
  const length = lengths.reduce((sum, part) => sum + part, 0);
  const part = known > 0 ? Math.min(1, length / known) : 0;
  return { cpuNs: gain(schedule.onCpuNs) * part, runnableNs: gain(schedule.runnableNs) * part };
}

interface DividedWindow {
  workShare: number;
  ioShare: number;
  runnableShare: number;
  outsideNs: number;
  runnableOutsideNs: number;
  unplacedNs: number;
  wakingNs: number;
}

function divideWindow(lengths: readonly number[], { cpuNs, runnableNs }: Reading): DividedWindow {
  const [outside = 0, work = 0, , spin = 0] = lengths;
  const spinning = Math.min(cpuNs, spin);
  const working = Math.min(cpuNs - spinning, work);
  const outsideNs = Math.min(cpuNs - spinning - working, outside);
  const runnableInWork = Math.min(runnableNs, work - working);
  const runnableOutsideNs = Math.min(runnableNs - runnableInWork, outside - outsideNs);
  return {
    workShare: work > 0 ? working / work : 0,
    ioShare: work > 0 ? (work - working - runnableInWork) / work : 0,
    runnableShare: work > 0 ? runnableInWork / work : 0,
    outsideNs,
    runnableOutsideNs,
    unplacedNs: runnableNs - runnableInWork - runnableOutsideNs,
    wakingNs: cpuNs - spinning - working - outsideNs,
  };
}

/** Between tasks a thread that is not idle reads and writes messages, which takes no longer. */
const LONGEST_GAP_NS = 300_000;

/** The most CPU that each piece of a crowded thread can have had: all of its length at work and before, little in between. */
function capPieces({ count, kind, atNs }: Pieces, { work, typicalNs }: ThreadRecords): Float64Array {
  const firstWork = kind.subarray(0, count).indexOf(Kind.Work);
  const warmNs = work.beginNs[1] ?? Infinity;
  return Float64Array.from({ length: count }, (_, at) => {
    const length = lengthOf(atNs, at);
    if (kind[at] === Kind.Work) return (atNs[at] as number) < warmNs ? length : Math.min(length, typicalNs);
    if (kind[at] !== Kind.Outside) return 0;
    return at < firstWork ? length : Math.min(length, LONGEST_GAP_NS);
  });
}

function lengthsOf({ kind, atNs }: Pieces, from: number, to: number, of: number): number[] {
  const lengths: number[] = [];
  for (let at = from; at < to; at++) if (kind[at] === of) lengths.push(lengthOf(atNs, at));
  return lengths;
}

/** The level L at which pieces, each filled to min(length, L), hold `budgetNs` together. */
function findLevel(lengths: ArrayLike<number>, budgetNs: number): number {
  if (budgetNs <= 0) return 0;
  const sorted = Float64Array.from(lengths).sort();
  let left = budgetNs;
  for (let at = 0; at < sorted.length; at++) {
    const rest = sorted.length - at;
    if ((sorted[at] as number) * rest >= left) return left / rest;
    left -= sorted[at] as number;
  }
  return Infinity;
}

function lengthOf(atNs: Float64Array, piece: number): number {
  return (atNs[piece + 1] as number) - (atNs[piece] as number);
}

function accumulate(column: Float64Array): void {
  for (let at = 1; at < column.length; at++) column[at] = (column[at] as number) + (column[at - 1] as number);
}

/** Straight lines between the pieces' ends. Fast when asked in order of time. */
function createReader(atNs: Float64Array, count: number, column: Float64Array): (timeNs: number) => number {
  const times = atNs.subarray(0, count + 1);
  let at = 0;
  return (timeNs) => {
    if (count === 0 || timeNs <= (times[0] as number)) return 0;
    if (timeNs >= (times[count] as number)) return column[count] as number;
    const isNear = timeNs >= (times[at] as number) && timeNs <= (times[Math.min(count, at + 2)] as number);
    if (!isNear) at = Math.max(0, countBelow(times, timeNs) - 1);
    while ((times[at + 1] as number) < timeNs) at++;
    const begin = times[at] as number;
    const length = (times[at + 1] as number) - begin;
    const low = column[at] as number;
    return length > 0 ? low + (((column[at + 1] as number) - low) * (timeNs - begin)) / length : low;
  };
}
