import { PostFlag, RecordType } from '../trace/records.js';
import { Doubles, Ints, RowQueue } from './growable.js';
import type { Recording } from './recording.js';
import type { Cursor, Handlers } from './sweep.js';

/** One row a message: its post and, where it could be matched, its receipt. A receipt without post has postNs NaN. */
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

export interface MessageLog {
  handlers: Handlers;
  messages: MessageRows;
  payloads: PayloadRows;
  /** Row of the latest post of a thread; -1 = none. */
  lastPost: Int32Array;
}

const UNKNOWN_BYTES = 0xffffffff;

export function logMessages({ positionOf, infos }: Recording): MessageLog {
  const messages = createMessageRows();
  const payloads: PayloadRows = {
    count: 0,
    message: new Ints(),
    identity: new Doubles(),
    bytes: new Doubles(),
    kind: new Ints(),
  };
  const threads = infos.length;
  const lastPost = new Int32Array(threads).fill(-1);
  const openReceipt = new Int32Array(threads).fill(-1);
  const freeNs = new Float64Array(threads).fill(Number.NaN);
  // A site is recorded with some posts only; the others count for the last one seen of their kind.
  const lastSite = new Int32Array(threads * 4).fill(-1);
  const inFlight = new Map<number, RowQueue>();

  function queueOf(sender: number, receiver: number): RowQueue {
    const key = sender * threads + receiver;
    let queue = inFlight.get(key);
    if (queue === undefined) {
      queue = new RowQueue();
      inFlight.set(key, queue);
    }
    return queue;
  }

  function post(cursor: Cursor): void {
    const { thread, flags, c } = cursor;
    const receiver = positionOf[c] as number;
    const key = thread * 4 + ((flags & PostFlag.Pool) === 0 ? 0 : 2) + (receiver === -1 ? 1 : 0);
    if (cursor.site !== -1) lastSite[key] = cursor.site;
    const row = addMessage(messages, thread, receiver);
    messages.site.set(row, lastSite[key] as number);
    messages.flags.set(row, flags);
    messages.postNs.set(row, cursor.timeNs);
    messages.serialiseNs.set(row, cursor.b);
    if (cursor.a !== UNKNOWN_BYTES) messages.bytes.set(row, cursor.a);
    lastPost[thread] = row;
    if (receiver !== -1) queueOf(thread, receiver).push(row);
  }

  function beginReceipt(cursor: Cursor): void {
    const { thread } = cursor;
    const sender = positionOf[cursor.c] as number;
    const matched = sender === -1 ? -1 : queueOf(sender, thread).shift();
    const row = matched === -1 ? addMessage(messages, sender, thread) : matched;
    messages.receivedNs.set(row, cursor.timeNs);
    messages.freeNs.set(row, freeNs[thread] as number);
    if (cursor.a > 0) messages.deserialiseNs.set(row, cursor.a);
    openReceipt[thread] = row;
  }

  function endReceipt({ thread, timeNs }: Cursor): void {
    const row = openReceipt[thread] as number;
    if (row !== -1) messages.handledNs.set(row, timeNs);
    openReceipt[thread] = -1;
    freeNs[thread] = timeNs;
  }

  function notePayload({ thread, a, b, flags }: Cursor): void {
    const row = lastPost[thread] as number;
    if (row === -1) return;
    payloads.message.push(row);
    // Identities are local to the thread that posts.
    payloads.identity.push(thread * 2 ** 32 + a);
    payloads.bytes.push(b);
    payloads.kind.push(flags);
    payloads.count++;
  }

  function noteFree({ thread, timeNs }: Cursor): void {
    freeNs[thread] = timeNs;
  }

  return {
    messages,
    payloads,
    lastPost,
    handlers: {
      [RecordType.MsgPost]: post,
      [RecordType.MsgRecvBegin]: beginReceipt,
      [RecordType.MsgRecvEnd]: endReceipt,
      [RecordType.Payload]: notePayload,
      [RecordType.TaskEnd]: noteFree,
      [RecordType.TaskSubmit]: noteFree,
      [RecordType.WaitEnd]: noteFree,
    },
  };
}

function createMessageRows(): MessageRows {
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

function addMessage(rows: MessageRows, sender: number, receiver: number): number {
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
