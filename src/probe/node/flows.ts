/**
 * Streams of messages: where one thread posts or receives thousands a second through a port and nothing comes back, only
 * one in so many is recorded on its own; the others are counted, and the count is written with the next. What might be
 * requests and replies is recorded one by one, and so is all that a pool says to its workers.
 */
import { RecordType, SkipFlag } from '../../trace/records.js';
import { Slot } from './arena.js';
import { now } from './clock.js';
import { emit } from './ring.js';
import { thisThread } from './thread.js';

/** One way of a port. */
export interface Flow {
  channel: number;
  /** SkipFlag.Posts or SkipFlag.Receipts. */
  direction: number;
  /** Messages still to go without a record. */
  toSkip: number;
  /** Messages gone without a record since the last. */
  skipped: number;
  stride: number;
  /** Messages since the latest in the other direction. */
  run: number;
  recordedNs: number;
  /** When the latest was, where anything came the other way: what ends an answer is worth its time. Else -1. */
  latestNs: number;
  isTimed: boolean;
  /** A pool's own: never skipped. */
  isPool: boolean;
}

export interface PortFlows {
  posts: Flow;
  receipts: Flow;
}

/** Messages in one direction that make a stream: more than pools of hand-made workers keep in flight for each. */
const STREAM_RUN = 32;
/** Aimed at between two records of a stream. At 2-3 µs each they cost about one percent. */
const RECORD_EVERY_NS = 250_000;
const MAX_STRIDE = 1024;
/** Flows remembered for the end of the thread. */
const MAX_OPEN = 256;

const flowsOf = new WeakMap<object, PortFlows>();
const open = new Set<Flow>();

function createFlow(channel: number, direction: number): Flow {
  return {
    channel,
    direction,
    toSkip: 0,
    skipped: 0,
    stride: 1,
    run: 0,
    recordedNs: -1,
    latestNs: -1,
    isTimed: false,
    isPool: false,
  };
}

/** The flows of a port, undefined before its first recorded message. */
export function knownFlows(port: object): PortFlows | undefined {
  return flowsOf.get(port);
}

export function flowsOfPort(port: object, channel: number): PortFlows {
  let flows = flowsOf.get(port);
  if (flows === undefined) {
    flows = { posts: createFlow(channel, SkipFlag.Posts), receipts: createFlow(channel, SkipFlag.Receipts) };
    flowsOf.set(port, flows);
  }
  // A port may come to be known while it is in use.
  flows.posts.channel = channel;
  flows.receipts.channel = channel;
  return flows;
}

/** Counts a message of a stream; false when it is to be recorded. */
export function skip(flow: Flow): boolean {
  if (flow.toSkip === 0) return false;
  flow.toSkip--;
  flow.skipped++;
  if (flow.isTimed) flow.latestNs = now();
  return true;
}

/** A message goes the other way: what was a stream may be a conversation. */
export function turn(flow: Flow): void {
  flow.isTimed = true;
  if (flow.run === 0) return;
  if (flow.skipped > 0) writeSkipped(flow, flow.latestNs < 0 ? now() : flow.latestNs);
  flow.run = 0;
  flow.toSkip = 0;
  flow.stride = 1;
}

/** Before a message of the flow is recorded. Returns true when the next ones may go without a record. */
export function beginRecorded(flow: Flow, timeNs: number): boolean {
  const messages = flow.skipped + 1;
  if (flow.skipped > 0) writeSkipped(flow, timeNs);
  const sinceNs = timeNs - flow.recordedNs;
  flow.run += messages;
  flow.recordedNs = timeNs;
  if (flow.isPool || flow.run < STREAM_RUN) return false;
  const wanted = Math.round((RECORD_EVERY_NS * messages) / Math.max(1, sinceNs));
  flow.stride = Math.max(1, Math.min(wanted, flow.stride * 2, MAX_STRIDE));
  flow.toSkip = flow.stride - 1;
  if (flow.toSkip === 0) return false;
  if (open.size === MAX_OPEN) endFlows();
  open.add(flow);
  return true;
}

function writeSkipped(flow: Flow, untilNs: number): void {
  emit(RecordType.MsgSkipped, flow.direction, flow.channel, untilNs, flow.skipped, 0);
  const { head } = thisThread().views;
  head[Slot.Streamed] = (head[Slot.Streamed] as number) + flow.skipped;
  flow.skipped = 0;
  flow.latestNs = -1;
}

/** At the end of the thread, or of the one at the other end: what was not yet said. */
export function endFlows(channel?: number): void {
  for (const flow of open) {
    if (channel !== undefined && flow.channel !== channel) continue;
    if (flow.skipped > 0) writeSkipped(flow, flow.latestNs < 0 ? now() : flow.latestNs);
    open.delete(flow);
  }
}
