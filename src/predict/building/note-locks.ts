import { addTo } from './add-to.js';
import type { Lock, Profile } from '../../model/profile.js';
import { quantile } from '../../statistics/quantile.js';
import { createRandom } from '../../statistics/random.js';
import { OpCode, type PlanLock } from '../plan.js';
import { noteEvent, noteSpan, type ThreadNotes } from './notes.js';

/** At least this share of a thread's acquisitions must have been recorded to place each where it was. */
const RECORDED_SHARE = 0.95;
/** A lock taken more often than this by a thread, and hardly ever waited for, is part of its computing. */
const FEW = 2000;
/** Waiting for it, as a share of the run, from which a lock that is taken often is worth an op for each time. */
const NEGLIGIBLE_WAIT = 0.005;
/** Acquisitions of one lock that are replayed singly, all threads; of more, each stands for several. */
const MOST_ACQUIRES = 200_000;

/**
 * Notes where threads take and release locks, and where they waited. Holds that were recorded are placed exactly; where
 * only a sample was, the thread takes the lock evenly over its work, with holds drawn from the sample.
 */
export function noteLocks(profile: Profile, notes: readonly ThreadNotes[], seed: number): PlanLock[] {
  const lengthNs = profile.run.endNs - profile.run.beginNs;
  return profile.locks.map((lock, index) => {
    noteLockWaits(profile, lock, notes);
    const isMinor = lock.waitNs + lock.spinNs < NEGLIGIBLE_WAIT * lengthNs;
    const recorded = countByThread(lock.holds.thread, notes.length);
    const placed = new Uint8Array(notes.length);
    const random = createRandom(seed + index);
    for (const { thread, acquires } of acquiresOf(lock, recorded)) {
      const note = notes[thread] as ThreadNotes;
      note.unseenSpinNs += unseenSpin(lock, acquires);
      if ((recorded[thread] as number) >= RECORDED_SHARE * acquires) placed[thread] = 1;
      else if (!isMinor || acquires <= FEW) {
        const times = Math.max(1, Math.ceil(lock.acquires / MOST_ACQUIRES));
        note.frequentLocks.push({
          lock: index,
          acquires: acquires / times,
          meanHoldNs: (times * lock.holdNs) / Math.max(1, lock.acquires),
          drawHold: createDraw(lock, random),
        });
      }
    }
    noteHolds(lock, index, placed, notes);
    return {
      id: lock.id,
      kind: lock.kind === 'atomics-blocking' ? 'blocking' : lock.kind === 'atomics-spin' ? 'spin' : 'async',
      handOff: judgeHandOff(lock),
      permits: countPermits(lock),
      contenders: countContenders(lock),
    };
  });
}

/** A thread that only waits for an asynchronous lock may do other things meanwhile: only waits in tasks that have it to themselves count. */
function noteLockWaits({ tasks }: Profile, lock: Lock, notes: readonly ThreadNotes[]): void {
  const { waits } = lock;
  const isAsync = lock.kind !== 'atomics-blocking' && lock.kind !== 'atomics-spin';
  for (let row = 0; row < waits.count; row++) {
    const note = notes[waits.thread[row] as number] as ThreadNotes;
    const task = waits.task[row] as number;
    if (isAsync && (task === -1 || tasks.overlapped[task] === 1)) continue;
    const spans = lock.kind === 'atomics-spin' ? note.spins : note.waits;
    noteSpan(spans, waits.beginNs[row] as number, waits.endNs[row] as number);
  }
}

function noteHolds(lock: Lock, index: number, placed: Uint8Array, notes: readonly ThreadNotes[]): void {
  const { holds } = lock;
  for (let row = 0; row < holds.count; row++) {
    const thread = holds.thread[row] as number;
    if (placed[thread] !== 1) continue;
    const task = holds.task[row] as number;
    noteEvent(notes[thread] as ThreadNotes, holds.beginNs[row] as number, OpCode.Lock, index, 0, task);
    noteEvent(notes[thread] as ThreadNotes, holds.endNs[row] as number, OpCode.Unlock, index, 0, task);
  }
}

function countByThread(thread: Int32Array, threads: number): Int32Array {
  const counts = new Int32Array(threads);
  for (const index of thread) addTo(counts, index);
  return counts;
}

function acquiresOf({ acquiresByThread }: Lock, recorded: Int32Array): { thread: number; acquires: number }[] {
  if (acquiresByThread !== undefined) return acquiresByThread;
  return [...recorded].flatMap((acquires, thread) => (acquires > 0 ? [{ thread, acquires }] : []));
}

/** Of the spinning that was counted but not recorded, the thread's part by how often it takes the lock. */
function unseenSpin({ kind, waits, spinNs, acquires: all }: Lock, acquires: number): number {
  if (kind !== 'atomics-spin' || all === 0) return 0;
  let seen = 0;
  for (let row = 0; row < waits.count; row++) seen += (waits.endNs[row] as number) - (waits.beginNs[row] as number);
  return (Math.max(0, spinNs - seen) * acquires) / all;
}

/** Holds longer than this quantile were preempted: the replay does that itself. */
const LONGEST_HOLD = 0.99;

/** Holds of the sample in random order, as multiples of their mean; 1 where none was recorded singly. */
function createDraw({ holds }: Lock, random: () => number): () => number {
  const { count } = holds;
  if (count === 0) return () => 1;
  const lengths = holds.endNs.map((end, row) => end - (holds.beginNs[row] as number));
  const longest = quantile(lengths, LONGEST_HOLD);
  let sum = 0;
  for (let row = 0; row < count; row++) sum += lengths[row] = Math.min(longest, lengths[row] as number);
  const mean = sum / count;
  return () => (mean > 0 ? (lengths[Math.floor(random() * count)] as number) / mean : 1);
}

/** The next holder may be told of its turn before the last one's thread has come to record its end: so long, and such a share of a hold. */
const LATE_NS = 200_000;
const LATE_SHARE = 0.1;

/** Only asynchronous locks let several in; word locks are seen as taken or free. */
function countPermits({ kind, holds }: Lock): number {
  if (kind !== 'async-semaphore' && kind !== 'web-lock') return 1;
  const ends = holds.endNs
    .map((end, row) => end - Math.min(LATE_NS, LATE_SHARE * (end - (holds.beginNs[row] as number))))
    .sort();
  let most = 1;
  for (let row = 0, ended = 0; row < holds.count; row++) {
    while ((ends[ended] as number) <= (holds.beginNs[row] as number)) ended++;
    most = Math.max(most, row + 1 - ended);
  }
  return most;
}

/** Who waits at the same time, and the one they wait for. */
function countContenders({ waits }: Lock): number {
  const ends = waits.endNs.slice().sort();
  const begins = waits.beginNs.slice().sort();
  let most = 0;
  for (let begun = 0, ended = 0; begun < begins.length; begun++) {
    while ((ends[ended] as number) <= (begins[begun] as number)) ended++;
    most = Math.max(most, begun + 1 - ended);
  }
  return most + 1;
}

/** Fewer chances than this say nothing. */
const MIN_CHANCES = 20;
const MOSTLY = 0.9;

/**
 * A thread that releases a lock others wait for and comes back for it before one of them has it: does it get it (barging),
 * or must it wait though nobody holds it (first come, first served)?
 */
function judgeHandOff({ kind, holds, waits }: Lock): PlanLock['handOff'] {
  if (kind === 'web-lock' || kind === 'async-mutex' || kind === 'async-semaphore') return 'fifo';
  let barged = 0;
  let waited = 0;
  let wait = 0;
  for (let row = 1; row < holds.count; row++) {
    const released = holds.endNs[row - 1] as number;
    const taken = holds.beginNs[row] as number;
    const by = holds.thread[row - 1] as number;
    while (wait < waits.count && (waits.beginNs[wait] as number) < released) wait++;
    if (holds.thread[row] === by) {
      if (isWaitedFor(waits, wait, released, by)) barged++;
      continue;
    }
    for (let at = wait; at < waits.count && (waits.beginNs[at] as number) < taken; at++) {
      if (waits.thread[at] === by) {
        waited++;
        break;
      }
    }
  }
  return barged + waited >= MIN_CHANCES && waited > MOSTLY * (barged + waited) ? 'fifo' : 'barging';
}

/** How many of the waits that began last are looked at. */
const LOOK_BACK = 16;

function isWaitedFor({ thread, endNs }: Lock['waits'], before: number, atNs: number, except: number): boolean {
  for (let at = before - 1; at >= Math.max(0, before - LOOK_BACK); at--) {
    if (thread[at] !== except && (endNs[at] as number) > atNs) return true;
  }
  return false;
}
