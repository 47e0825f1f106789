import { countBelow } from '../../model/growable.js';
import type { Profile, WaitPoint } from '../../model/profile.js';
import { OpCode } from '../plan.js';
import { noteEvent, noteSpan, type ThreadNotes } from './notes.js';

/**
 * Notes waiting that is not for a lock as signals: who waited for whom at which point of its code. Each wait becomes one
 * dependency on the thread that ended it, a barrier one on all that meet there. Sleeps, and waits that nobody is known
 * to have ended, are left in the thread's time as I/O.
 *
 * @returns how many signals there are
 */
export function noteSignals(
  profile: Profile,
  notes: readonly ThreadNotes[],
  isTaskless: (thread: number) => boolean,
): number {
  let signals = 0;
  const waitsOf = listWaits(profile);
  const repliedNs = new Float64Array(notes.length).fill(Number.NaN);
  for (const point of profile.waitPoints) {
    if (point.meaning === 'sleep' || (point.meaning === 'idle' && isPools(profile, point))) continue;
    if (point.meaning === 'barrier') {
      signals += noteBarrier(point, notes, signals);
      continue;
    }
    const { waits } = point;
    for (let row = 0; row < waits.count; row++) {
      const waiter = waits.thread[row] as number;
      const begin = waits.beginNs[row] as number;
      const end = waits.endNs[row] as number;
      const raised = waits.timedOut[row] === 1 ? null : findRaiser(point, waiter, begin, end, waitsOf);
      if (raised === null) continue;
      noteWait(notes[waiter] as ThreadNotes, point, begin, end, signals, 1, waits.task[row] as number);
      const raiser = notes[raised.thread] as ThreadNotes;
      noteEvent(raiser, raised.atNs, OpCode.Signal, signals++);
      // A thread that only answers calls begins when it is called.
      if (point.meaning === 'call' && isTaskless(raised.thread)) {
        const free = repliedNs[raised.thread] as number;
        const from = Number.isNaN(free) ? (profile.threads[raised.thread]?.readyNs ?? begin) : free;
        noteEvent(notes[waiter] as ThreadNotes, begin, OpCode.Signal, signals, 0, waits.task[row] as number);
        swapLastTwo(notes[waiter] as ThreadNotes);
        noteEvent(raiser, Math.min(from, raised.atNs), OpCode.AwaitSignal, signals++, 1);
        noteSpan(raiser.waits, from, begin);
        repliedNs[raised.thread] = raised.atNs;
      }
    }
  }
  return signals;
}

/** Workers of a pool library wait for tasks like that: the pool of the plan does. */
function isPools({ threads }: Profile, point: WaitPoint): boolean {
  return point.threads.every((thread) => threads[thread]?.isMain === true || threads[thread]?.origin !== 'worker');
}

function noteWait(
  note: ThreadNotes,
  { how }: WaitPoint,
  begin: number,
  end: number,
  signal: number,
  times: number,
  task: number,
): void {
  noteEvent(note, begin, how === 'spin' ? OpCode.SpinSignal : OpCode.AwaitSignal, signal, times, task);
  noteSpan(how === 'spin' ? note.spins : note.waits, begin, end);
}

/** The request is raised before the reply is awaited. */
function swapLastTwo({ events }: ThreadNotes): void {
  const last = events.atNs.count - 1;
  for (const column of [events.code, events.arg, events.ns, events.task]) {
    const value = column.at(last);
    column.set(last, column.at(last - 1));
    column.set(last - 1, value);
  }
}

/** The latest recorded notify by another thread during the wait, else the only other thread that writes the word. */
function findRaiser(
  { notifies, notifiers, threads }: WaitPoint,
  waiter: number,
  begin: number,
  end: number,
  waitsOf: readonly Waits[],
): { thread: number; atNs: number } | null {
  if (notifies !== undefined) {
    for (let at = countBelow(notifies.atNs, end) - 1; at >= 0 && (notifies.atNs[at] as number) >= begin; at--) {
      if (notifies.thread[at] !== waiter) {
        return { thread: notifies.thread[at] as number, atNs: notifies.atNs[at] as number };
      }
    }
  }
  const others = notifiers.filter((thread) => thread !== waiter);
  const writers = others.length > 1 ? others.filter((thread) => !threads.includes(thread)) : others;
  const [writer] = writers;
  if (writer === undefined || writers.length > 1) return null;
  return { thread: writer, atNs: lastActive(waitsOf[writer] as Waits, end) };
}

/** A thread's waits that are not for locks, by begin. */
interface Waits {
  beginNs: Float64Array;
  endNs: Float64Array;
}

function listWaits({ threads, waitPoints }: Profile): Waits[] {
  const rows = threads.map((): { begin: number; end: number }[] => []);
  for (const { waits } of waitPoints) {
    for (let row = 0; row < waits.count; row++) {
      rows[waits.thread[row] as number]?.push({ begin: waits.beginNs[row] as number, end: waits.endNs[row] as number });
    }
  }
  return rows.map((of) => {
    of.sort((x, y) => x.begin - y.begin);
    return {
      beginNs: Float64Array.from(of, ({ begin }) => begin),
      endNs: Float64Array.from(of, ({ end }) => end),
    };
  });
}

/** The latest moment up to `atNs` at which the thread was not waiting itself: then it must have written. */
function lastActive({ beginNs, endNs }: Waits, atNs: number): number {
  const wait = countBelow(beginNs, atNs) - 1;
  return wait >= 0 && (endNs[wait] as number) >= atNs ? (beginNs[wait] as number) - 1 : atNs;
}

/** All that waited until the same notify met, and so did the thread that gave it. Returns the signals used. */
function noteBarrier(point: WaitPoint, notes: readonly ThreadNotes[], first: number): number {
  const { waits, notifies } = point;
  if (notifies === undefined || notifies.atNs.length === 0) return 0;
  const meetings = notifies.atNs.length;
  const met = Array.from({ length: meetings }, () => new Map<number, number>());
  for (let row = 0; row < waits.count; row++) {
    const at = countBelow(notifies.atNs, waits.endNs[row] as number) - 1;
    if (at >= 0 && (notifies.atNs[at] as number) >= (waits.beginNs[row] as number)) {
      met[at]?.set(waits.thread[row] as number, row);
    }
  }
  for (const [at, members] of met.entries()) {
    if (members.size === 0) continue;
    noteEvent(
      notes[notifies.thread[at] as number] as ThreadNotes,
      notifies.atNs[at] as number,
      OpCode.Signal,
      first + at,
    );
    for (const [thread, row] of members) {
      const note = notes[thread] as ThreadNotes;
      const begin = waits.beginNs[row] as number;
      noteEvent(note, begin, OpCode.Signal, first + at, 0, waits.task[row] as number);
      noteWait(note, point, begin, waits.endNs[row] as number, first + at, members.size + 1, waits.task[row] as number);
    }
  }
  return meetings;
}
