import { PostFlag, RecordType, SkipFlag } from '../trace/records.js';
import { Doubles, Ints, RowQueue } from './growable.js';
import { addMessage, createMessageRows, type MessageRows, type PayloadRows } from './message-rows.js';
import { createWay, medianOf, noteStreamed, type Way } from './message-ways.js';
import type { Recording } from './recording.js';
import type { Cursor, Handlers } from './sweep.js';

export interface MessageLog {
  handlers: Handlers;
  messages: MessageRows;
  payloads: PayloadRows;
  /** Row of the latest post of a thread; -1 = none. */
  lastPost: Int32Array;
  /** After the last record: a thread that was terminated told no more of its streams, but what was received was posted. */
  completeStreams(): void;
}

const UNKNOWN_BYTES = 0xffffffff;
/** No probe leaves out more between two records: a larger count is a broken record. */
const MAX_SKIPPED = 1023;

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
  const ways = new Map<number, Way>();

  function wayOf(sender: number, receiver: number): Way {
    const key = sender * (threads + 1) + receiver + 1;
    let way = ways.get(key);
    if (way === undefined) {
      way = createWay();
      ways.set(key, way);
    }
    return way;
  }

  /** A post whose receipt was read before it takes that one's row. */
  function addPost(sender: number, receiver: number, way: Way): number {
    const early = way.early.shift();
    if (early !== -1) return early;
    const row = addMessage(messages, sender, receiver);
    if (receiver !== -1) way.inFlight.push(row);
    return row;
  }

  function addReceipt(sender: number, receiver: number, way: Way): number {
    const matched = sender === -1 ? -1 : way.inFlight.shift();
    if (matched !== -1) return matched;
    const row = addMessage(messages, sender, receiver);
    if (way.streamed !== -1) way.early.push(row);
    return row;
  }

  function post(cursor: Cursor): void {
    const { thread, flags, c } = cursor;
    const receiver = positionOf[c] as number;
    const key = thread * 4 + ((flags & PostFlag.Pool) === 0 ? 0 : 2) + (receiver === -1 ? 1 : 0);
    if (cursor.site !== -1) lastSite[key] = cursor.site;
    const way = wayOf(thread, receiver);
    const row = addPost(thread, receiver, way);
    if ((flags & PostFlag.Stream) !== 0) noteStreamed(way, row, cursor.b);
    messages.site.set(row, lastSite[key] as number);
    messages.flags.set(row, flags);
    messages.postNs.set(row, cursor.timeNs);
    messages.serialiseNs.set(row, cursor.b);
    if (cursor.a !== UNKNOWN_BYTES) messages.bytes.set(row, cursor.a);
    lastPost[thread] = row;
  }

  function skipPosts({ thread, timeNs, a }: Cursor, receiver: number): void {
    const way = wayOf(thread, receiver);
    const like = way.streamed;
    if (like === -1) return;
    const fromNs = messages.postNs.at(like);
    const serialiseNs = medianOf(way.serialiseNs);
    for (let one = 1; one <= a; one++) {
      const row = addPost(thread, receiver, way);
      setLike(row, like, fromNs + ((timeNs - fromNs) * one) / (a + 1), serialiseNs);
    }
  }

  function setLike(row: number, like: number, postNs: number, serialiseNs: number): void {
    messages.site.set(row, messages.site.at(like));
    messages.flags.set(row, messages.flags.at(like) | PostFlag.BytesEstimated);
    messages.postNs.set(row, postNs);
    messages.serialiseNs.set(row, serialiseNs);
    messages.bytes.set(row, messages.bytes.at(like));
  }

  function completeStreams(): void {
    for (const way of ways.values()) {
      for (let row = way.early.shift(); row !== -1; row = way.early.shift()) {
        setLike(row, way.streamed, messages.receivedNs.at(row), medianOf(way.serialiseNs));
      }
    }
  }

  /** Their handlers took as long as the one before, or as there was time. */
  function skipReceipts({ thread, timeNs, a }: Cursor, sender: number): void {
    const way = wayOf(sender, thread);
    const like = way.lastReceipt;
    if (like === -1) return;
    const fromNs = messages.receivedNs.at(like);
    const apartNs = (timeNs - fromNs) / (a + 1);
    const handleNs = Math.min(messages.handledNs.at(like) - fromNs, apartNs);
    for (let one = 1; one <= a; one++) {
      const row = addReceipt(sender, thread, way);
      messages.receivedNs.set(row, fromNs + apartNs * one);
      messages.handledNs.set(row, fromNs + apartNs * one + handleNs);
      messages.freeNs.set(row, fromNs + apartNs * (one - 1) + handleNs);
    }
  }

  /** After dropped records, receipts may wait for a post that never comes. */
  function forgetEarly(): void {
    for (const way of ways.values()) way.early = new RowQueue();
  }

  function skip(cursor: Cursor): void {
    if (cursor.a > MAX_SKIPPED) return;
    const peer = positionOf[cursor.c] as number;
    if (cursor.flags === SkipFlag.Posts) skipPosts(cursor, peer);
    else skipReceipts(cursor, peer);
  }

  function beginReceipt(cursor: Cursor): void {
    const { thread } = cursor;
    const sender = positionOf[cursor.c] as number;
    const way = wayOf(sender, thread);
    const row = addReceipt(sender, thread, way);
    way.lastReceipt = row;
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
    completeStreams,
    handlers: {
      [RecordType.MsgPost]: post,
      [RecordType.MsgRecvBegin]: beginReceipt,
      [RecordType.MsgRecvEnd]: endReceipt,
      [RecordType.MsgSkipped]: skip,
      [RecordType.Lost]: forgetEarly,
      [RecordType.Payload]: notePayload,
      [RecordType.TaskEnd]: noteFree,
      [RecordType.TaskSubmit]: noteFree,
      [RecordType.WaitEnd]: noteFree,
    },
  };
}
