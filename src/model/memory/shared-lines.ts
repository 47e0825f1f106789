import type { SharedLine } from './memory-profile.js';
import type { Touch } from './shared-touches.js';

/** What a core takes from another at a time; and what many fetch along with it: the neighbour that makes up 128 bytes. */
const LINE_BYTES = 64;
const PAIR_BYTES = 128;
/** Lines looked at inside one long range: what is touched alike over more than a quarter of a megabyte is no hot spot. */
const MOST_LINES_INSIDE = 4096;
const MOST_LINES = 256;

type Line = Pick<SharedLine, 'offset' | 'lineBytes' | 'sharing' | 'users'>;

/** Lines that several threads were at in the same time, one of them writing; busiest first. */
export function findSharedLines(touches: readonly Touch[]): Line[] {
  const doneAt = sumBySite(touches);
  const judge = (offset: number, lineBytes: 64 | 128, inside: readonly Touch[]): Line[] =>
    judgeLine(offset, lineBytes, inside, doneAt) ?? [];
  const lines = cutInto(touches, LINE_BYTES).flatMap(([offset, inside]) => judge(offset, LINE_BYTES, inside));
  const taken = new Set(lines.map(({ offset }) => Math.floor(offset / PAIR_BYTES)));
  const pairs = cutInto(touches, PAIR_BYTES).flatMap(([offset, inside]) =>
    taken.has(offset / PAIR_BYTES) ? [] : judge(offset, PAIR_BYTES, inside),
  );
  return [...lines, ...pairs].sort((a, b) => workOf(b) - workOf(a) || a.offset - b.offset).slice(0, MOST_LINES);
}

/** The parts of the touches in each line that more than one thread touched. */
function cutInto(touches: readonly Touch[], lineBytes: number): [offset: number, inside: Touch[]][] {
  const lines = new Map<number, Touch[]>();
  for (const touch of touches) {
    for (const line of linesOf(touch, lineBytes)) {
      const inside = lines.get(line) ?? [];
      inside.push(clip(touch, line * lineBytes, (line + 1) * lineBytes));
      lines.set(line, inside);
    }
  }
  return [...lines]
    .filter(([, inside]) => inside.some(({ thread }) => thread !== inside[0]?.thread))
    .map(([line, inside]) => [line * lineBytes, inside]);
}

/** All lines of a short range; of a long one the first and the last, which it may share with its neighbour. */
function linesOf({ begin, end }: Touch, lineBytes: number): number[] {
  const first = Math.floor(begin / lineBytes);
  const last = Math.floor((end - 1) / lineBytes);
  if (last - first >= MOST_LINES_INSIDE) return [first, last];
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

function clip(touch: Touch, begin: number, end: number): Touch {
  const from = Math.max(begin, touch.begin);
  const to = Math.min(end, touch.end);
  const part = (to - from) / (touch.end - touch.begin);
  const { reads, writes, atomics } = touch;
  return { ...touch, begin: from, end: to, reads: reads * part, writes: writes * part, atomics: atomics * part };
}

function judgeLine(
  offset: number,
  lineBytes: 64 | 128,
  inside: readonly Touch[],
  doneAt: ReadonlyMap<string, number>,
): Line[] | undefined {
  const atOnce = inside.filter((touch) => inside.some((other) => isAtOnce(touch, other)));
  const users = listUsers(atOnce, doneAt);
  const writing = users.filter(({ writes, atomics }) => writes + atomics > 0);
  if (users.length < 2 || writing.length === 0) return undefined;
  const all = sumOf(atOnce, countOf);
  const met = sumOf(atOnce, (touch) => (atOnce.some((other) => meets(touch, other)) ? countOf(touch) : 0));
  const sharing = met * 2 >= all ? 'true' : 'false';
  // The neighbour's line is only fetched along; equal offsets are never in it.
  if (lineBytes === PAIR_BYTES && sharing === 'true') return undefined;
  return [{ offset, lineBytes, sharing, users }];
}

/** Both used in the same stretch of time, by different threads. */
function isAtOnce(a: Touch, b: Touch): boolean {
  return a.thread !== b.thread && a.fromNs < b.toNs && b.fromNs < a.toNs;
}

/** The same bytes, one of both writing. */
function meets(a: Touch, b: Touch): boolean {
  return isAtOnce(a, b) && a.begin < b.end && b.begin < a.end && a.writes + a.atomics + b.writes + b.atomics > 0;
}

function listUsers(touches: readonly Touch[], doneAt: ReadonlyMap<string, number>): SharedLine['users'] {
  const byThread = new Map<number, Touch[]>();
  for (const touch of touches) byThread.set(touch.thread, [...(byThread.get(touch.thread) ?? []), touch]);
  return [...byThread]
    .sort(([a], [b]) => a - b)
    .map(([thread, own]) => {
      const main = [...own].sort((x, y) => countOf(y) - countOf(x))[0] as Touch;
      const all = sumOf(own, countOf);
      const sites = [...new Set(own.map(({ site }) => site))];
      const done = sumOf(sites, (site) => doneAt.get(nameOf({ thread, site })) ?? 0);
      return {
        thread,
        offsets: joinRanges(own),
        reads: Math.round(sumOf(own, ({ reads }) => reads)),
        writes: Math.round(sumOf(own, ({ writes }) => writes)),
        atomics: Math.round(sumOf(own, ({ atomics }) => atomics)),
        site: main.site,
        sites,
        part: Math.min(1, all / Math.max(1, done)),
      };
    })
    .filter(({ reads, writes, atomics }) => reads + writes + atomics > 0);
}

/** What each place of each thread does to the whole buffer. */
function sumBySite(touches: readonly Touch[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const touch of touches) sums.set(nameOf(touch), (sums.get(nameOf(touch)) ?? 0) + countOf(touch));
  return sums;
}

function nameOf({ thread, site }: Pick<Touch, 'thread' | 'site'>): string {
  return `${thread} ${site}`;
}

/** Ranges that touch or overlap become one. */
function joinRanges(touches: readonly Touch[]): [begin: number, end: number][] {
  const joined: [number, number][] = [];
  for (const { begin, end } of [...touches].sort((a, b) => a.begin - b.begin)) {
    const last = joined.at(-1);
    if (last !== undefined && begin <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([begin, end]);
  }
  return joined;
}

function countOf({ reads, writes, atomics }: Touch): number {
  return reads + writes + atomics;
}

function workOf({ users }: Line): number {
  return sumOf(users, ({ reads, writes, atomics }) => reads + writes + atomics);
}

function sumOf<T>(items: readonly T[], pick: (item: T) => number): number {
  return items.reduce((sum, item) => sum + pick(item), 0);
}
