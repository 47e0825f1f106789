/**
 * Messages between threads: posts with their time to serialise and their size, receipts with the synchronous part of
 * their handler; every one of them, but for streams (flows.ts).
 */
import type { MessagePort } from 'node:worker_threads';
import { Channel, PostFlag, RecordType } from '../../trace/records.js';
import { SlotCost } from './arena.js';
import { now } from './clock.js';
import { chargeSince, spentNs } from './cost.js';
import { beginRecorded, flowsOfPool, flowsOfPort, knownFlows, skip, tellIfDue, turn } from './flows.js';
import { carriesShared, estimateBytes, kindOf, largestPart } from './message-size.js';
import { disguise, replaceProperty, workerThreads } from './natives.js';
import {
  channelOfPort,
  isNodesOwn,
  learnReceived,
  learnTransfers,
  markInternal,
  replaceDispatch,
  type Dispatch,
} from './ports.js';
import { rotateIfDue } from './profiles.js';
import { amend, emit, isRecording } from './ring.js';
import { emitAt, takeSite, wantsSite } from './sites.js';
import { endSpin } from './spins.js';
import { afterPost, beforePost, isReply, isRequest, onReceived } from './tasks.js';
import { thisThread } from './thread.js';

const UNKNOWN_BYTES = 0xffffffff;
const MAX_U32 = 0xffffffff;
/** Posts that took this long are always sized: sizing costs about a tenth of it at most. */
const SIZED_NS = 200_000;
/** ... and the object in them is followed by identity. */
const FOLLOWED_BYTES = 16_384;
/** Share of the thread's time that sizing small messages may cost. */
const SIZING_SHARE = 0.003;

interface Counter {
  posts: number;
  /** Latest estimate, for the messages between the sized ones. */
  bytes: number;
}
const counters = new Map<number, Counter>();
const payloads = new WeakMap<object, number>();
let payloadIds = 0;

function counterOf(channel: number): Counter {
  let counter = counters.get(channel);
  if (counter === undefined) {
    counter = { posts: 0, bytes: UNKNOWN_BYTES };
    counters.set(channel, counter);
  }
  return counter;
}

function bodyOf(message: unknown): unknown {
  if (isRequest(message)) return (message as { task?: unknown }).task;
  return isReply(message) ? (message as { result?: unknown }).result : message;
}

function followPayload(body: unknown, timeNs: number): void {
  const found = largestPart(body);
  if (found === null || found.bytes < FOLLOWED_BYTES) return;
  let id = payloads.get(found.part);
  if (id === undefined) {
    id = ++payloadIds;
    payloads.set(found.part, id);
  }
  emit(RecordType.Payload, kindOf(found.part), 0, timeNs, id, Math.min(found.bytes, MAX_U32));
}

function exactBytes(message: unknown): number {
  if (typeof message === 'string') return message.length;
  if (message instanceof ArrayBuffer) return message.byteLength;
  return -1;
}

function hasTransfers(transfer: unknown): boolean {
  return Array.isArray(transfer) ? transfer.length > 0 : transfer !== undefined && transfer !== null;
}

/** Fills in what is known of a message once it is posted: size, time to serialise, and the large object in it. */
function completePost(post: Post, message: unknown, serialiseNs: number): void {
  const { counter, beginNs } = post;
  const exact = exactBytes(message);
  const mayAfford = spentNs(SlotCost.SizingNs) < 500_000 + SIZING_SHARE * beginNs;
  const isSized =
    exact < 0 && (serialiseNs > SIZED_NS || (mayAfford && (counter.posts <= 4 || (counter.posts & 15) === 0)));
  let { flags } = post;
  if (exact >= 0) counter.bytes = exact;
  else flags |= PostFlag.BytesEstimated;
  if (isSized) {
    const sizingNs = now();
    const body = bodyOf(message);
    counter.bytes = Math.min(estimateBytes(message), MAX_U32 - 1);
    if (carriesShared(body)) flags |= PostFlag.Shares;
    if (serialiseNs > SIZED_NS) followPayload(body, beginNs);
    chargeSince(SlotCost.SizingNs, sizingNs);
  }
  amend(post.at, flags, counter.bytes, Math.min(serialiseNs, MAX_U32));
}

interface Post {
  /** Where its record is. */
  at: number;
  flags: number;
  counter: Counter;
  beginNs: number;
  /** From when on its serialising is timed. */
  calledNs: number;
}

/**
 * Records the post before it is made: the receiver may end this thread the moment it has the message.
 * Returns null for the traffic of Node itself.
 */
function beginPost(port: MessagePort, message: unknown, transfer: unknown): Post | null {
  const channel = isRecording() ? channelOfPort(port) : null;
  if (channel === null) return null;
  if (channel === Channel.Other && isNodesOwn(message)) {
    // What a worker's Node sends its parent about itself goes through a port that nobody introduced.
    markInternal(port);
    return null;
  }
  endSpin();
  let beginNs = now();
  const byPool = beforePost(message, byPoolChannel(channel), beginNs);
  const known = byPool ? byPoolChannel(channel) : channel;
  learnTransfers(transfer, known);
  const { posts, receipts } = byPool ? flowsOfPool(port, known) : flowsOfPort(port, known);
  if (byPool && skip(posts)) return null;
  if (!byPool) turn(receipts);
  const streams = beginRecorded(posts, beginNs);
  const counter = counterOf(known);
  counter.posts++;
  if (wantsSite(counter.posts)) {
    emitAt(takeSite(), beginNs);
    beginNs = now(); // the stack is no part of the post
  }
  const flags =
    (byPool ? PostFlag.Pool : 0) | (hasTransfers(transfer) ? PostFlag.Transfers : 0) | (streams ? PostFlag.Stream : 0);
  const at = emit(RecordType.MsgPost, flags, known, beginNs, counter.bytes, 0);
  // What is taken for one of many must not hold the time to record it.
  return { at, flags, counter, beginNs, calledNs: streams ? now() : beginNs };
}

type NativePost = (this: MessagePort, message?: unknown, transfer?: unknown) => unknown;
let nativePost: NativePost;

/** With as many arguments as were given, for Node counts them. */
function callNative(port: MessagePort, message: unknown, transfer: unknown, given: number): unknown {
  if (given === 0) return nativePost.call(port);
  return given === 1 ? nativePost.call(port, message) : nativePost.call(port, message, transfer);
}

function postMessage(this: MessagePort, message?: unknown, transfer?: unknown): unknown {
  // oxlint-disable-next-line prefer-rest-params -- a rest array would be garbage for every message
  const given = arguments.length;
  const flows = knownFlows(this);
  if (flows !== undefined && !flows.isPool && transfer === undefined && skip(flows.posts)) {
    endSpin();
    return callNative(this, message, transfer, given);
  }
  const post = beginPost(this, message, transfer);
  if (post === null) return callNative(this, message, transfer, given);
  const result = callNative(this, message, transfer, given);
  const endNs = now();
  completePost(post, message, endNs - post.calledNs);
  if ((post.flags & PostFlag.Pool) !== 0) tellIfDue(endNs);
  afterPost(endNs);
  return result;
}

/** A pool's worker gets its tasks through a port of its own, whose other end is its parent. */
function byPoolChannel(channel: number): number {
  return channel === Channel.Other ? Math.max(0, thisThread().parentIndex) : channel;
}

const hookDispatch = (native: Dispatch): Dispatch =>
  function dispatch(this: object, value, type, event) {
    const known = type === 'message' ? knownFlows(this) : undefined;
    if (known !== undefined && !known.isPool && skip(known.receipts)) return native.call(this, value, type, event);
    const channel = type === 'message' && isRecording() ? channelOfPort(this) : null;
    if (channel === null || (channel === Channel.Other && isNodesOwn(value)))
      return native.call(this, value, type, event);
    const beginNs = now();
    const isPool = known?.isPool === true && isReply(value);
    const { posts, receipts } = isPool ? known : flowsOfPort(this, channel);
    if (isPool && skip(receipts)) {
      onReceived(value, channel, beginNs, 0);
      return native.call(this, value, type, event);
    }
    if (!isPool) turn(posts);
    beginRecorded(receipts, beginNs);
    emit(RecordType.MsgRecvBegin, 0, channel, beginNs, 0, 0);
    learnReceived(value, channel);
    onReceived(value, channel, beginNs, 0);
    try {
      return native.call(this, value, type, event);
    } finally {
      const endNs = now();
      emit(RecordType.MsgRecvEnd, 0, channel, endNs, 0, 0);
      rotateIfDue(endNs);
    }
  };

type Receive = (port: MessagePort) => { message: unknown } | undefined;
let emptyPolls = 0;

function installReceive(): void {
  replaceProperty<Receive>(workerThreads, 'receiveMessageOnPort', (native) =>
    disguise((port: MessagePort) => {
      const beginNs = now();
      const received = native(port);
      if (!isRecording()) return received;
      if (received === undefined) {
        emptyPolls++;
        return received;
      }
      const endNs = now();
      const known = channelOfPort(port) ?? Channel.Other;
      const channel = isRequest(received.message) ? byPoolChannel(known) : known;
      if (emptyPolls > 1) emit(RecordType.EmptyPoll, 0, channel, beginNs, emptyPolls, 0);
      emptyPolls = 0;
      const isPool = isRequest(received.message) && knownFlows(port)?.isPool === true;
      const { posts, receipts } = isPool ? flowsOfPool(port, channel) : flowsOfPort(port, channel);
      if (!isPool || !skip(receipts)) {
        if (!isPool) turn(posts);
        beginRecorded(receipts, beginNs);
        emit(RecordType.MsgRecvBegin, 0, channel, beginNs, Math.min(endNs - beginNs, MAX_U32), 0);
        emit(RecordType.MsgRecvEnd, 0, channel, endNs, 0, 0);
      }
      onReceived(received.message, channel, endNs, endNs - beginNs);
      return received;
    }, native),
  );
}

/** Returns false when this Node delivers messages in a way the probe does not know. */
export function installMessages(): boolean {
  replaceProperty<NativePost>(workerThreads.MessagePort.prototype, 'postMessage', (native) => {
    nativePost = native;
    return disguise(postMessage as (...args: never[]) => unknown, native) as NativePost;
  });
  installReceive();
  return replaceDispatch(hookDispatch);
}
