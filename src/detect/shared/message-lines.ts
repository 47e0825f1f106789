import type { MessageSite, Profile, SiteIndex, TaskTable } from '../../model/profile.js';
import { quantileOf, sortSample } from './intervals.js';
import { heaviestSite, isProgramPlace, placeKey } from './places.js';
import { knownOr0, sumOf } from './numbers.js';

/** All messages of one line of the program; those a pool posts for tasks together, since it posts them from lines of its own. */
export interface MessageLine extends MessageSite {
  /** Every site that is part of it. */
  sites: SiteIndex[];
}

export function groupMessages(profile: Profile): MessageLine[] {
  const groups = new Map<string, MessageSite[]>();
  for (const found of profile.messageSites) {
    const key = found.byPool ? `pool ${found.direction}` : `${placeKey(profile, found.site)} ${found.direction}`;
    groups.set(key, [...(groups.get(key) ?? []), found]);
  }
  return [...groups.values()].map((parts) => mergeMessages(profile, parts));
}

function mergeMessages(profile: Profile, parts: MessageSite[]): MessageLine {
  const [first] = parts as [MessageSite, ...MessageSite[]];
  const sum = (pick: (part: MessageSite) => number): number => sumOf(parts, pick);
  const measured = parts.filter(({ deserialiseNs }) => Number.isFinite(deserialiseNs));
  return {
    ...first,
    sites: parts.map(({ site }) => site),
    site: first.byPool ? findTaskLine(profile, first, parts) : first.site,
    threads: [...new Set(parts.flatMap(({ threads }) => threads))],
    count: sum(({ count }) => count),
    bytes: sum(({ bytes }) => bytes),
    bytesKnownFor: sum(({ bytesKnownFor }) => bytesKnownFor),
    bytesEstimated: parts.some(({ bytesEstimated }) => bytesEstimated),
    serialiseNs: sum(({ serialiseNs }) => serialiseNs),
    deserialiseNs: measured.length === 0 ? Number.NaN : sum(({ deserialiseNs }) => deserialiseNs),
    handleNs: sum(({ handleNs }) => handleNs),
    transfers: sum(({ transfers }) => transfers),
    shares: sum(({ shares }) => shares),
    bytesP50: quantileOf(sortSample(parts.map(({ bytesP50 }) => bytesP50)), 0.5),
    bytesMax: Math.max(...parts.map(({ bytesMax }) => knownOr0(bytesMax))),
  };
}

/** A pool posts most tasks when a worker gets free, with nothing of the program on the stack: the line that submitted them is meant. */
function findTaskLine(profile: Profile, { direction }: MessageSite, parts: MessageSite[]): SiteIndex {
  const { tasks } = profile;
  const bytes = direction === 'to-worker' ? tasks.requestBytes : tasks.replyBytes;
  const submitted = heaviestSite(submittedBytes(tasks, bytes));
  if (submitted >= 0) return submitted;
  const own = parts.filter(({ site }) => isProgramPlace(profile, site));
  return heaviestSite(own.map(({ site, count }) => [site, count]));
}

function* submittedBytes({ count, submitSite }: TaskTable, bytes: Float64Array): Generator<[SiteIndex, number]> {
  for (let row = 0; row < count; row++) {
    // A task without known size still counts, if by little.
    if ((submitSite[row] as number) >= 0) yield [submitSite[row] as number, 1 + knownOr0(bytes[row] as number)];
  }
}
