import { countBelow, orderBy } from '../../model/growable.js';
import type { Thread } from '../../model/profile.js';
import { OpCode, type PlanTasks } from '../plan.js';
import type { OpWriter } from '../edits/op-writer.js';
import { createBodyWriter, type BodyOptions, type BodyWriter } from './body-writer.js';
import type { ThreadNotes } from './notes.js';
import type { PlanContext } from './plan-context.js';
import type { ThreadTime } from './thread-time.js';

/** Writes the bodies of the tasks a worker ran. */
export function writeTaskBodies(
  context: PlanContext,
  thread: Thread,
  planRow: Int32Array,
  plan: PlanTasks,
  out: OpWriter,
): void {
  const { profile, tasksOf } = context;
  const { tasks } = profile;
  const rows = tasksOf[thread.index] as Int32Array;
  const notes = context.notes[thread.index] as ThreadNotes;
  const time = context.times[thread.index] as ThreadTime;
  const writer = createBodyWriter(out, notes, time, ioOptions(context, thread, rows));
  const noted = assignNotes(context, rows, notes);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as number;
    const to = planRow[row] as number;
    const end = tasks.endNs[row] as number;
    plan.bodyBegin[to] = out.count();
    writeBody(writer, notes, noted[at] ?? [], tasks.startNs[row] as number, Number.isNaN(end) ? thread.endNs : end);
    plan.bodyEnd[to] = out.count();
  }
}

/** Writes the body of a thread that runs its own code from `fromNs` to `toNs`. */
export function writeThreadBody(
  context: PlanContext,
  thread: Thread,
  fromNs: number,
  toNs: number,
  out: OpWriter,
): [begin: number, end: number] {
  const notes = context.notes[thread.index] as ThreadNotes;
  const time = context.times[thread.index] as ThreadTime;
  const writer = createBodyWriter(out, notes, time, ioOptions(context, thread, new Int32Array()));
  const begin = out.count();
  writeBody(writer, notes, [...orderBy(notes.events.atNs.view())], fromNs, toNs);
  return [begin, out.count()];
}

function writeBody(
  writer: BodyWriter,
  { events }: ThreadNotes,
  noted: readonly number[],
  from: number,
  to: number,
): void {
  let now = from;
  for (const row of noted) {
    const at = Math.min(Math.max(now, events.atNs.at(row)), to);
    writer.addSpan(now, at);
    writer.addNote(row);
    now = at;
  }
  writer.addSpan(now, to);
  writer.flush();
}

/** Starting it was held up by more than its own CPU and waiting for a core, from which it is told. */
const MIN_START_STALL_NS = 1_000_000;

/**
 * What a worker does besides its tasks: before them it waits for what starting it waits for (files, its parent), after them
 * it ends, which costs CPU though its parent goes on already.
 *
 * @param ending the signal its last task raises, and the CPU of its end; null when it ends with the process
 */
export function writeWorkerFrame(
  startStallNs: number,
  ending: { signal: number; cpuNs: number } | null,
  out: OpWriter,
): [begin: number, end: number] {
  const begin = out.count();
  if (startStallNs > MIN_START_STALL_NS) out.add(OpCode.BlockIo, 0, startStallNs);
  if (ending !== null) {
    out.add(OpCode.AwaitSignalAsync, ending.signal, 1);
    out.add(OpCode.Compute, 0, ending.cpuNs);
  }
  return [begin, out.count()];
}

/** For each task, in the order of `rows`, the notes it gave rise to, in order of time; those between tasks go to the one before. */
function assignNotes({ profile }: PlanContext, rows: Int32Array, { events }: ThreadNotes): (number[] | undefined)[] {
  const noted: (number[] | undefined)[] = [];
  if (events.atNs.count === 0 || rows.length === 0) return noted;
  const starts = Float64Array.from(rows, (row) => profile.tasks.startNs[row] as number);
  const position = new Map<number, number>();
  for (const row of orderBy(events.atNs.view())) {
    const task = events.task.at(row);
    if (position.size === 0 && task !== -1) for (const [at, of] of rows.entries()) position.set(of, at);
    const byTime = Math.max(0, countBelow(starts, events.atNs.at(row) + 1) - 1);
    const at = task === -1 ? byTime : (position.get(task) ?? byTime);
    (noted[at] ??= []).push(row);
  }
  return noted;
}

const ioInWork =
  (time: ThreadTime) =>
  (from: number, to: number): number =>
    time.ioAt(to) - time.ioAt(from);

/**
 * I/O of one of several tasks that share a thread. While the thread ran the others this one waited for its I/O, and after it
 * for its turn: with requests that come at random, as long as ρ / (1 − ρ) of what it computes itself (Pollaczek 1930, in a
 * thread that is busy ρ of the time), and no more than that share of what the others computed.
 */
function ioOfOne(time: ThreadTime, from: number, to: number): number {
  if (!(to > from)) return 0;
  const usedNs = time.cpuAt(to) - time.cpuAt(from);
  const ownNs = time.shareAt(to) - time.shareAt(from);
  const othersNs = Math.max(0, usedNs - ownNs);
  const busy = Math.min(1, usedNs / (to - from));
  const turnNs = busy < 1 ? Math.min(busy * othersNs, (busy / (1 - busy)) * ownNs) : othersNs;
  return time.ioAt(to) - time.ioAt(from) + othersNs - turnNs;
}

/** How a thread waits for I/O: blocked, or in its event loop where other tasks go on. */
function ioOptions({ profile, times, notes }: PlanContext, thread: Thread, rows: Int32Array): BodyOptions {
  const { tasks } = profile;
  const time = times[thread.index] as ThreadTime;
  const { eventLoop, otherSyscall, diskSleep } = thread.sampledInTasks;
  const overlaps = rows.some((row) => tasks.overlapped[row] === 1);
  const loops =
    eventLoop > otherSyscall + diskSleep || (eventLoop + otherSyscall + diskSleep === 0 && thread.loopIdleNs > 0);
  const isSpread = (notes[thread.index] as ThreadNotes).frequentLocks.length > 0;
  return {
    ioCode: overlaps || loops ? OpCode.AwaitIo : OpCode.BlockIo,
    // Of locks that are taken too often to be recorded singly, neither are the waits: they look like I/O.
    ioBetween: isSpread ? () => 0 : overlaps ? (from, to) => ioOfOne(time, from, to) : ioInWork(time),
    workNs: time.shareAt(thread.endNs),
  };
}
