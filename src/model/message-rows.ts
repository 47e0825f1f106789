import { Doubles, Ints } from './growable.js';

/**
 * One row a message: its post and, where it could be matched, its receipt. A receipt without post has postNs NaN. Of a
 * stream only some messages were recorded: the others stand evenly between them, with what the one before them cost.
 */
export interface MessageRows {
  count: number;
  sender: Ints;
  /** -1: a port whose other end is not known. */
  receiver: Ints;
  site: Ints;
  flags: Ints;
  postNs: Doubles;
  /** NaN = unknown. */
  bytes: Doubles;
  serialiseNs: Doubles;
  receivedNs: Doubles;
  /** End of the handler's synchronous part. */
  handledNs: Doubles;
  /** Measured; NaN = not. */
  deserialiseNs: Doubles;
  /** What the receiver was last seen doing before the receipt: end of a handler, a task or a wait. */
  freeNs: Doubles;
}

export interface PayloadRows {
  count: number;
  message: Ints;
  identity: Doubles;
  bytes: Doubles;
  kind: Ints;
}

export function createMessageRows(): MessageRows {
  return {
    count: 0,
    sender: new Ints(),
    receiver: new Ints(),
    site: new Ints(),
    flags: new Ints(),
    postNs: new Doubles(),
    bytes: new Doubles(),
    serialiseNs: new Doubles(),
    receivedNs: new Doubles(),
    handledNs: new Doubles(),
    deserialiseNs: new Doubles(),
    freeNs: new Doubles(),
  };
}

/** A new row; all that is not known of it yet is NaN or -1. */
export function addMessage(rows: MessageRows, sender: number, receiver: number): number {
  rows.sender.push(sender);
  rows.receiver.push(receiver);
  rows.site.push(-1);
  rows.flags.push(0);
  rows.postNs.push(Number.NaN);
  rows.bytes.push(Number.NaN);
  rows.serialiseNs.push(0);
  rows.receivedNs.push(Number.NaN);
  rows.handledNs.push(Number.NaN);
  rows.deserialiseNs.push(Number.NaN);
  rows.freeNs.push(Number.NaN);
  return rows.count++;
}
