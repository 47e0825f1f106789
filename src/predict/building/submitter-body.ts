import type { Profile } from '../../model/profile.js';
import { OpCode } from '../plan.js';
import type { OpWriter } from '../edits/op-writer.js';
import { noteEvent, type ThreadNotes } from './notes.js';
import { listSenders } from './senders.js';
import type { BodyItem } from './submitter.js';
import type { ThreadTime } from './thread-time.js';

/** Work of its own is replayed in pieces of this length, so that replies are handled in between. */
const PIECE_NS = 20_000_000;
/** Lets what is ready at the same time go first: the work began after it. */
const YIELD_NS = 1000;
/**
 * Writes the body of a thread that submits tasks: what it does besides. Work while others ran waits for those whose
 * messages it handles to come as far as they had.
 *
 * @param signals signals used so far
 * @returns signals used now, and where the body is
 */
export function writeSubmitterBody(
  profile: Profile,
  items: readonly BodyItem[],
  notes: readonly ThreadNotes[],
  { events }: ThreadNotes,
  time: ThreadTime,
  signals: number,
  out: OpWriter,
): { signals: number; body: [begin: number, end: number] } {
  const senders = listSenders(profile);
  const begin = out.count();
  let used = signals;
  let done = 0;
  let waitedNs = 0;
  for (const item of items) {
    if (item.afterDone > done) {
      out.add(OpCode.AwaitCount, item.afterDone, 0);
      done = item.afterDone;
      waitedNs = 0;
    }
    if (item.kind === 'work') {
      used = writeWork(item);
      continue;
    }
    if (item.idleNs > waitedNs) {
      out.add(OpCode.AwaitIo, 0, item.idleNs - waitedNs);
      waitedNs = item.idleNs;
    }
    if (item.kind === 'spawn') out.add(OpCode.Spawn, item.arg, item.cpuNs);
    else {
      out.add(OpCode.Compute, 0, item.cpuNs);
      out.add(events.code.at(item.arg), events.arg.at(item.arg), events.ns.at(item.arg));
    }
  }
  return { signals: used, body: [begin, out.count()] };

  function writeWork({ atNs, endNs }: BodyItem): number {
    out.add(OpCode.AwaitIo, 0, YIELD_NS);
    const pieces = Math.max(1, Math.ceil((endNs - atNs) / PIECE_NS));
    for (let piece = 0; piece < pieces; piece++) {
      const from = atNs + ((endNs - atNs) * piece) / pieces;
      const to = atNs + ((endNs - atNs) * (piece + 1)) / pieces;
      const alive = senders.filter((sender) => {
        const thread = profile.threads[sender];
        return thread !== undefined && thread.readyNs < from && thread.endNs > from;
      });
      for (const sender of alive) {
        noteEvent(notes[sender] as ThreadNotes, from, OpCode.Signal, used);
        out.add(OpCode.AwaitSignalAsync, used++, 1);
      }
      // Its idle time is not written: it is waiting for the reply that ends it, which comes when it comes.
      out.add(OpCode.Compute, 0, time.cpuAt(to) - time.cpuAt(from));
    }
    return used;
  }
}
