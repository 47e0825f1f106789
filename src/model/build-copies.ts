import { PostFlag } from '../trace/records.js';
import type { MessageLog } from './message-log.js';
import type { ThreadCopies } from './profile.js';

interface Sum extends ThreadCopies {
  /** Messages that were sized, and bytes of them. */
  sized: number;
  sizedBytes: number;
  bySite: Map<number, number>;
}

/** Messages by who posted them to whom, most bytes first. Those that were handed over or shared are no copies. */
export function buildCopies({ messages }: MessageLog, window: { beginNs: number; endNs: number }): ThreadCopies[] {
  const sums = new Map<string, Sum>();
  for (let row = 0; row < messages.count; row++) {
    const posted = messages.postNs.at(row);
    if (!(posted >= window.beginNs && posted <= window.endNs)) continue;
    if ((messages.flags.at(row) & (PostFlag.Transfers | PostFlag.Shares)) !== 0) continue;
    const from = messages.sender.at(row);
    const to = messages.receiver.at(row);
    const sum = sums.get(`${from} ${to}`) ?? createSum(from, to);
    sums.set(`${from} ${to}`, sum);
    const bytes = messages.bytes.at(row);
    sum.messages++;
    sum.cloneNs += messages.serialiseNs.at(row) + (messages.deserialiseNs.at(row) || 0);
    if (Number.isNaN(bytes)) continue;
    sum.sized++;
    sum.sizedBytes += bytes;
    sum.bySite.set(messages.site.at(row), (sum.bySite.get(messages.site.at(row)) ?? 0) + bytes);
  }
  return [...sums.values()]
    .map(finish)
    .sort((a, b) => (b.bytes || 0) - (a.bytes || 0) || a.from - b.from || a.to - b.to);
}

function createSum(from: number, to: number): Sum {
  return { from, to, site: -1, messages: 0, bytes: Number.NaN, cloneNs: 0, sized: 0, sizedBytes: 0, bySite: new Map() };
}

function finish({ sized, sizedBytes, bySite, ...copies }: Sum): ThreadCopies {
  const [[site] = [-1]] = [...bySite].sort(([, a], [, b]) => b - a);
  return { ...copies, site, bytes: sized === 0 ? Number.NaN : (sizedBytes / sized) * copies.messages };
}
