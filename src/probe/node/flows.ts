/**
 * Streams of messages: where a thread posts or receives thousands a second and nothing comes back, only one in so many is
 * recorded on its own; the others are counted, and the count is written with the next. What might be requests and replies
 * is recorded one by one, but for those of pools whose tasks have records of their own.
 */
import { Channel, RecordType, SkipFlag } from '../../trace/records.js';
import { Slot } from './arena.js';
import { now } from './clock.js';
import { emit } from './ring.js';
import { thisThread } from './thread.js';

/** One way between this thread and another. */
interface Flow {
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
  /** When the latest was, where anything ever came the other way: what ends an answer is worth its time. Else -1. */
  latestNs: number;
  isTimed: boolean;
  everyNs: number;
}

/** What goes between this thread and another, through whatever port; a pool's own port is apart. */
export interface Flows {
  posts: Flow;
  receipts: Flow;
  channel: number;
  isPool: boolean;
}

/** Messages in one direction that make a stream: more than pools of hand-made workers keep in flight for each. */
const STREAM_RUN = 32;
/** Aimed at between two records of a stream. At 2-3 µs each they cost about one percent. */
const RECORD_EVERY_NS = 250_000;
/** The same for messages of pools: when they were is known from the tasks. */
const RECORD_POOLS_EVERY_NS = 2_000_000;
/** A thread that may be terminated says this often how much it skipped, if it is done with a task. */
const TELL_EVERY_NS = 50_000_000;
const MAX_STRIDE = 512;

const ofPort = new WeakMap<object, Flows>();
const ofChannel = new Map<number, Flows>();
/** Ports whose streams are not known by their channel, to be told of at the end: the latest few. */
let others: Flows[] = [];
const MAX_OTHERS = 256;

function createFlow(channel: number, direction: number, everyNs: number): Flow {
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
    everyNs,
  };
}

function createFlows(channel: number, isPool: boolean): Flows {
  const everyNs = isPool ? RECORD_POOLS_EVERY_NS : RECORD_EVERY_NS;
  return {
    posts: createFlow(channel, SkipFlag.Posts, everyNs),
    receipts: createFlow(channel, SkipFlag.Receipts, everyNs),
    channel,
    isPool,
  };
}

/** The flows of a port, undefined before its first recorded message. */
export function knownFlows(port: object): Flows | undefined {
  return ofPort.get(port);
}

export function flowsOfPort(port: object, channel: number): Flows {
  const known = ofPort.get(port);
  if (known !== undefined && known.channel === channel) return known;
  const shared = channel === Channel.Other ? undefined : ofChannel.get(channel);
  const flows = shared ?? createFlows(channel, false);
  ofPort.set(port, flows);
  if (channel !== Channel.Other) ofChannel.set(channel, flows);
  else remember(flows);
  return flows;
}

/** A port that turned out to carry a pool's tasks. */
export function flowsOfPool(port: object, channel: number): Flows {
  const known = ofPort.get(port);
  if (known?.isPool === true && known.channel === channel) return known;
  const flows = createFlows(channel, true);
  ofPort.set(port, flows);
  remember(flows);
  return flows;
}

function remember(flows: Flows): void {
  if (others.length === MAX_OTHERS) {
    others.forEach(tellSkipped);
    others = [];
  }
  others.push(flows);
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
  writeSkipped(flow, flow.latestNs < 0 ? now() : flow.latestNs);
  flow.run = 0;
  flow.toSkip = 0;
  flow.stride = 1;
}

/** Before a message of the flow is recorded. Returns true when the next ones may go without a record. */
export function beginRecorded(flow: Flow, timeNs: number): boolean {
  const messages = flow.skipped + 1;
  const sinceNs = timeNs - flow.recordedNs;
  writeSkipped(flow, timeNs);
  flow.run += messages;
  flow.recordedNs = timeNs;
  if (flow.run < STREAM_RUN) return false;
  const wanted = Math.round((flow.everyNs * messages) / Math.max(1, sinceNs));
  flow.stride = Math.max(1, Math.min(wanted, flow.stride * 2, MAX_STRIDE));
  flow.toSkip = flow.stride === 1 ? 0 : scatter(flow.stride);
  return flow.toSkip > 0;
}

let seed = 1;

/** About `stride`, never in step with a pattern of the program's. */
function scatter(stride: number): number {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return 1 + Math.floor((2 * stride - 2) * (seed / 2 ** 32));
}

function writeSkipped(flow: Flow, untilNs: number): void {
  if (flow.skipped === 0) return;
  emit(RecordType.MsgSkipped, flow.direction, flow.channel, untilNs, flow.skipped, 0);
  const { head } = thisThread().views;
  head[Slot.Streamed] = (head[Slot.Streamed] as number) + flow.skipped;
  flow.skipped = 0;
  flow.latestNs = -1;
}

function tellSkipped({ posts, receipts }: Flows): void {
  for (const flow of [posts, receipts]) writeSkipped(flow, flow.latestNs < 0 ? now() : flow.latestNs);
}

let toldNs = 0;

/** After a task. */
export function tellIfDue(nowNs: number): void {
  if (nowNs - toldNs < TELL_EVERY_NS) return;
  toldNs = nowNs;
  endFlows();
}

/** At the end of the thread, or of the one at the other end of `channel`: what was not yet said. */
export function endFlows(channel?: number): void {
  for (const flows of ofChannel.values()) if (channel === undefined || flows.channel === channel) tellSkipped(flows);
  for (const flows of others) if (channel === undefined || flows.channel === channel) tellSkipped(flows);
  if (channel !== undefined) ofChannel.delete(channel);
}
