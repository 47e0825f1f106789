import { Doubles, Ints } from '../../model/growable.js';

/** What is known to have happened in a thread at certain moments: becomes ops where it lies in a body. */
export interface ThreadNotes {
  events: EventNotes;
  /** Blocked, and looking again and again, with the begins and ends in any order; see ThreadTime. */
  waits: SpanNotes;
  spins: SpanNotes;
  /** Locks it takes too often for each time to have been recorded. */
  frequentLocks: FrequentLock[];
  /** Spinning that was counted but not recorded singly, ns. */
  unseenSpinNs: number;
}

export interface EventNotes {
  atNs: Doubles;
  code: Ints;
  arg: Ints;
  ns: Doubles;
  /** Row of the profile's tasks that did it, or -1 = whatever ran then. */
  task: Ints;
}

export interface SpanNotes {
  beginNs: Doubles;
  endNs: Doubles;
}

export interface FrequentLock {
  lock: number;
  acquires: number;
  /** Mean time of a hold, ns, and one hold's relation to it, drawn from those that were recorded. */
  meanHoldNs: number;
  drawHold(): number;
}

export function createNotes(): ThreadNotes {
  return {
    events: { atNs: new Doubles(), code: new Ints(), arg: new Ints(), ns: new Doubles(), task: new Ints() },
    waits: { beginNs: new Doubles(), endNs: new Doubles() },
    spins: { beginNs: new Doubles(), endNs: new Doubles() },
    frequentLocks: [],
    unseenSpinNs: 0,
  };
}

/** `ns` and `task` as in the ops and in EventNotes. */
export function noteEvent({ events }: ThreadNotes, atNs: number, code: number, arg: number, ns = 0, task = -1): void {
  events.atNs.push(atNs);
  events.code.push(code);
  events.arg.push(arg);
  events.ns.push(ns);
  events.task.push(task);
}

export function noteSpan(spans: SpanNotes, beginNs: number, endNs: number): void {
  if (!(endNs > beginNs)) return;
  spans.beginNs.push(beginNs);
  spans.endNs.push(endNs);
}
