import { PayloadKind, PostFlag } from '../trace/records.js';
import { groupRows } from './group-rows.js';
import type { MessageLog } from './message-log.js';
import type { MessageRows } from './message-rows.js';
import type { MessageSite, Payload, Site, TaskTable, Thread } from './profile.js';

/** Below this the receiver's gap is waking up rather than deserialising. */
const GAP_BYTES = 65_536;

/** Messages by the line that posts them and the way they go. */
export function buildMessageSites(
  { messages }: MessageLog,
  threads: readonly Thread[],
  { sites, tasks, window }: { sites: readonly Site[]; tasks: TaskTable; window: { beginNs: number; endNs: number } },
): MessageSite[] {
  const libraryPosts = sites.map(isPoolLibrary);
  // The handler of a request is the task itself: its time is work, not the price of the message.
  const taskStarts = new Set(tasks.startNs);
  const keys = new Int32Array(messages.count).fill(-1);
  const groupOf = new Map<number, number>();
  const kinds: Kind[] = [];
  for (let row = 0; row < messages.count; row++) {
    const posted = messages.postNs.at(row);
    if (!(posted >= window.beginNs && posted <= window.endNs)) continue;
    const direction = directionOf(messages, row, threads);
    const byPool = (messages.flags.at(row) & PostFlag.Pool) !== 0 || libraryPosts[messages.site.at(row)] === true;
    const key = ((messages.site.at(row) + 1) * 3 + DIRECTIONS.indexOf(direction)) * 2 + (byPool ? 1 : 0);
    let group = groupOf.get(key);
    if (group === undefined) {
      group = kinds.push({ direction, byPool }) - 1;
      groupOf.set(key, group);
    }
    keys[row] = group;
  }
  const groups = groupRows(keys, kinds.length);
  return kinds
    .map((kind, group) => sumSite(messages, groups.of(group), kind, taskStarts))
    .sort((x, y) => y.serialiseNs - x.serialiseNs || y.count - x.count);
}

type Kind = Pick<MessageSite, 'direction' | 'byPool'>;

const POOL_LIBRARIES = new Set(['piscina', 'tinypool', 'workerpool', 'poolifier', 'jest-worker']);

/** Is the code that posts here a pool library's, past Node's own frames? */
function isPoolLibrary({ frames }: Site): boolean {
  const poster = frames.find(({ owner }) => owner !== 'node');
  return poster?.owner === 'dependency' && POOL_LIBRARIES.has(poster.packageName ?? '');
}

const DIRECTIONS: readonly MessageSite['direction'][] = ['to-worker', 'to-parent', 'other'];

function directionOf(messages: MessageRows, row: number, threads: readonly Thread[]): MessageSite['direction'] {
  const sender = messages.sender.at(row);
  const receiver = messages.receiver.at(row);
  if (receiver === -1) return 'other';
  if (threads[receiver]?.parent === sender) return 'to-worker';
  return threads[sender]?.parent === receiver ? 'to-parent' : 'other';
}

function sumSite(
  messages: MessageRows,
  rows: Int32Array,
  { direction, byPool }: Kind,
  taskStarts: ReadonlySet<number>,
): MessageSite {
  const first = rows[0] as number;
  const site: MessageSite = {
    site: messages.site.at(first),
    direction,
    byPool,
    threads: [],
    count: rows.length,
    bytes: 0,
    bytesKnownFor: 0,
    bytesEstimated: false,
    serialiseNs: 0,
    deserialiseNs: Number.NaN,
    handleNs: 0,
    transfers: 0,
    shares: 0,
    bytesP50: Number.NaN,
    bytesMax: Number.NaN,
  };
  const threads = new Set<number>();
  const sizes = new Float64Array(rows.length);
  const gaps = new Float64Array(rows.length);
  let gapCount = 0;
  let measuredNs = 0;
  let measured = 0;
  for (const row of rows) {
    threads.add(messages.sender.at(row));
    const flags = messages.flags.at(row);
    const bytes = messages.bytes.at(row);
    if (!Number.isNaN(bytes)) {
      sizes[site.bytesKnownFor++] = bytes;
      site.bytes += bytes;
    }
    if ((flags & PostFlag.BytesEstimated) !== 0) site.bytesEstimated = true;
    if ((flags & PostFlag.Transfers) !== 0) site.transfers++;
    if ((flags & PostFlag.Shares) !== 0) site.shares++;
    site.serialiseNs += messages.serialiseNs.at(row);
    const receivedNs = messages.receivedNs.at(row);
    const handled = messages.handledNs.at(row) - receivedNs;
    if (handled > 0 && !(direction === 'to-worker' && taskStarts.has(receivedNs))) site.handleNs += handled;
    const deserialise = messages.deserialiseNs.at(row);
    if (!Number.isNaN(deserialise)) {
      measuredNs += deserialise;
      measured++;
    } else if (bytes >= GAP_BYTES) {
      const gap = gapBefore(messages, row);
      if (gap >= 0) gaps[gapCount++] = gap;
    }
  }
  const known = sizes.subarray(0, site.bytesKnownFor).sort();
  if (known.length > 0) {
    site.bytesP50 = known[known.length >>> 1] as number;
    site.bytesMax = known[known.length - 1] as number;
  }
  if (measured > 0) site.deserialiseNs = (measuredNs * rows.length) / measured;
  // A lower quartile: the gap also holds whatever else kept the receiver, and that is never negative.
  else if (gapCount > 0)
    site.deserialiseNs = (gaps.subarray(0, gapCount).sort()[gapCount >>> 2] as number) * rows.length;
  site.threads = [...threads].sort((x, y) => x - y);
  return site;
}

/** Ns between the moment the receiver could have begun to take a message in and the moment its handler ran. */
function gapBefore(messages: MessageRows, row: number): number {
  const posted = messages.postNs.at(row) + messages.serialiseNs.at(row);
  const free = messages.freeNs.at(row);
  return messages.receivedNs.at(row) - (Number.isNaN(free) ? posted : Math.max(posted, free));
}

const KIND_NAMES: Readonly<Record<number, Payload['kind']>> = {
  [PayloadKind.Object]: 'object',
  [PayloadKind.Array]: 'array',
  [PayloadKind.TypedArray]: 'typed-array',
  [PayloadKind.ArrayBuffer]: 'array-buffer',
  [PayloadKind.String]: 'string',
  [PayloadKind.MapOrSet]: 'map-or-set',
};

/** Large objects that were followed by identity, the dearest first. */
export function buildPayloads(
  { messages, payloads }: MessageLog,
  window: { beginNs: number; endNs: number },
): Payload[] {
  const sums = new Map<number, Payload>();
  for (let at = 0; at < payloads.count; at++) {
    const row = payloads.message.at(at);
    const posted = messages.postNs.at(row);
    if (!(posted >= window.beginNs && posted <= window.endNs)) continue;
    const identity = payloads.identity.at(at);
    const payload: Payload = sums.get(identity) ?? {
      site: messages.site.at(row),
      kind: KIND_NAMES[payloads.kind.at(at)] ?? 'object',
      bytes: 0,
      posts: 0,
      receivers: [],
      serialiseNs: 0,
      deserialiseNs: 0,
    };
    sums.set(identity, payload);
    payload.bytes = Math.max(payload.bytes, payloads.bytes.at(at));
    payload.posts++;
    payload.serialiseNs += messages.serialiseNs.at(row);
    const deserialise = messages.deserialiseNs.at(row);
    payload.deserialiseNs += Number.isNaN(deserialise) ? Math.max(0, gapBefore(messages, row) || 0) : deserialise;
    const receiver = messages.receiver.at(row);
    if (receiver !== -1 && !payload.receivers.includes(receiver)) payload.receivers.push(receiver);
  }
  return [...sums.values()].sort((x, y) => y.serialiseNs - x.serialiseNs);
}
