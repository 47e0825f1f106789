import { OpCode } from '../plan.js';
import type { OpWriter } from '../edits/op-writer.js';
import type { ThreadNotes } from './notes.js';
import type { ThreadTime } from './thread-time.js';

/** Less than this is kept for the next op. */
const MIN_OP_NS = 100;
const MIN_IO_NS = 20_000;

/** Writes what a thread did between two moments as ops, keeping sums: what is too small for an op is carried on. */
export interface BodyWriter {
  /** Computing and I/O between two moments. */
  addSpan(fromNs: number, toNs: number): void;
  /** An op that was noted. */
  addNote(row: number): void;
  addCompute(ns: number): void;
  /** Writes what has not been written; call at the end of each body. */
  flush(): void;
}

export interface BodyOptions {
  /** What sort of op a wait for I/O is: BlockIo or AwaitIo. */
  ioCode: number;
  /** I/O between two moments, ns. */
  ioBetween(fromNs: number, toNs: number): number;
  /** CPU the thread has for its work in all, ns: what frequent locks are spread over. */
  workNs: number;
}

export function createBodyWriter(
  out: OpWriter,
  notes: ThreadNotes,
  time: ThreadTime,
  { ioCode, ioBetween, workNs }: BodyOptions,
): BodyWriter {
  const scale = workNs > 0 ? Math.max(0, 1 - notes.unseenSpinNs / workNs) : 1;
  const frequent = notes.frequentLocks.map(({ lock, acquires, meanHoldNs, drawHold }) => {
    const everyNs = (workNs * scale) / Math.max(1, acquires);
    // Recorded holds include waiting for a core: not more of them than the thread has CPU for.
    const holdNs = Math.min(meanHoldNs, everyNs);
    return { lock, everyNs, leftNs: everyNs / 2, drawHoldNs: () => holdNs * drawHold() };
  });
  let computeNs = 0;
  let waitedNs = 0;
  let stalledNs = 0;
  let holding = 0;

  function flush(): void {
    if (computeNs < MIN_OP_NS) return;
    out.add(OpCode.Compute, 0, computeNs);
    computeNs = 0;
  }

  /** Computing, with the frequent locks taken on the way. */
  function addCompute(ns: number): void {
    let left = ns;
    while (frequent.length > 0 && holding === 0) {
      let next = frequent[0] as (typeof frequent)[number];
      for (const lock of frequent) if (lock.leftNs < next.leftNs) next = lock;
      if (next.leftNs > left || !(next.everyNs > 0)) break;
      const hold = next.drawHoldNs();
      const before = next.leftNs;
      computeNs += before;
      flush();
      out.add(OpCode.Lock, next.lock, 0);
      out.add(OpCode.Compute, 0, hold);
      out.add(OpCode.Unlock, next.lock, 0);
      left -= before;
      for (const lock of frequent) lock.leftNs -= before;
      // What is left may become less than nothing: the next stretch is shorter by as much.
      next.leftNs += next.everyNs;
      left -= hold;
      for (const lock of frequent) lock.leftNs -= hold;
    }
    for (const lock of frequent) lock.leftNs -= left;
    computeNs += left;
  }

  return {
    addCompute,
    flush,
    addSpan(fromNs, toNs) {
      const cpu = Math.max(0, time.shareAt(toNs) - time.shareAt(fromNs)) * scale;
      waitedNs += Math.max(0, ioBetween(fromNs, toNs));
      stalledNs += Math.max(0, time.stallAt(toNs) - time.stallAt(fromNs));
      if (stalledNs >= MIN_IO_NS) {
        flush();
        out.add(OpCode.BlockIo, 0, stalledNs);
        stalledNs = 0;
      }
      if (waitedNs < MIN_IO_NS) {
        addCompute(cpu);
        return;
      }
      addCompute(cpu / 2);
      flush();
      out.add(ioCode, 0, waitedNs);
      waitedNs = 0;
      addCompute(cpu / 2);
    },
    addNote(row) {
      const { code, arg, ns } = notes.events;
      flush();
      out.add(code.at(row), arg.at(row), ns.at(row));
      if (code.at(row) === OpCode.Lock) holding++;
      else if (code.at(row) === OpCode.Unlock) holding--;
    },
  };
}
