import type { Profile, WaitPoint, WaitTable } from '../../model/profile.js';
import { sumOf } from './numbers.js';
import { placeKey } from './places.js';

/** Wait points of one line and one kind together: each pair of threads may have a word of its own. */
export function groupWaitPoints(profile: Profile): WaitPoint[] {
  const groups = new Map<string, WaitPoint[]>();
  for (const point of profile.waitPoints) {
    const key = `${placeKey(profile, point.site)} ${point.meaning} ${point.how}`;
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  return [...groups.values()].map(mergeWaitPoints);
}

function mergeWaitPoints(parts: WaitPoint[]): WaitPoint {
  const [first] = parts as [WaitPoint, ...WaitPoint[]];
  if (parts.length === 1) return first;
  const sum = (pick: (part: WaitPoint) => number): number => sumOf(parts, pick);
  return {
    ...first,
    threads: [...new Set(parts.flatMap(({ threads }) => threads))],
    notifiers: [...new Set(parts.flatMap(({ notifiers }) => notifiers))],
    count: sum(({ count }) => count),
    totalNs: sum(({ totalNs }) => totalNs),
    cpuNs: sum(({ cpuNs }) => cpuNs),
    mainNs: sum(({ mainNs }) => mainNs),
    emptyLooks: sum(({ emptyLooks }) => emptyLooks),
    waits: mergeTables(parts.map(({ waits }) => waits)),
  };
}

function mergeTables(tables: WaitTable[]): WaitTable {
  const ints = (pick: (table: WaitTable) => Int32Array): Int32Array =>
    Int32Array.from(tables.flatMap((table) => [...pick(table)]));
  const doubles = (pick: (table: WaitTable) => Float64Array): Float64Array =>
    Float64Array.from(tables.flatMap((table) => [...pick(table)]));
  return {
    count: sumOf(tables, ({ count }) => count),
    thread: ints(({ thread }) => thread),
    owner: ints(({ owner }) => owner),
    beginNs: doubles(({ beginNs }) => beginNs),
    endNs: doubles(({ endNs }) => endNs),
    site: ints(({ site }) => site),
    task: ints(({ task }) => task),
    timedOut: Uint8Array.from(tables.flatMap(({ timedOut }) => [...timedOut])),
  };
}
