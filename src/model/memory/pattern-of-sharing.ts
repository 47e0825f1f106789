import type { MemoryProfile, SharedBuffer, SharedLine, Walk } from './memory-profile.js';
import type { SharingPattern } from './pattern.js';
import type { Plan } from './plan.js';

/** Threads that are replayed at one line at most. */
const MOST_USERS = 16;
/** A thread that does less than a hundredth of what is done to a line looks at it now and then: that disturbs nobody. */
const LEAST_PART = 0.01;

/** Operations that a thread can add up for itself before it stores once; with more, storing takes a hundredth of the time of one. */
const PIECE = 1000;
/** What can be added up. A lock's words are taken and given back: each time counts, of all threads. */
const ADDS_UP = /^Atomics\.(?:add|sub|and|or|xor)\b/;

/** Lines of the same places in the program count as one: the busiest stands for them. */
export function planSharing({ shared, walks }: MemoryProfile): Plan[] {
  return shared
    .flatMap((buffer, row) =>
      groupLines(buffer).map((group) => {
        const [at] = group;
        const line = buffer.lines[at as number] as SharedLine;
        const runs = walks.filter(({ site }) => line.users.some((user) => user.sites.includes(site))).map(pieceOf);
        return {
          kind: line.sharing === 'false' ? ('false-sharing' as const) : ('true-sharing' as const),
          change: line.sharing === 'false' ? ('pad' as const) : ('local' as const),
          row: { table: 'shared' as const, row, line: at as number },
          cpuShare: sum(group.map((each) => buffer.lines[each]?.cpuShare ?? Number.NaN)),
          pattern: toPattern(line, Math.max(1, ...runs.filter(Number.isFinite))),
        };
      }),
    )
    .filter(({ pattern }) => pattern.users.length > 1);
}

/**
 * Operations of a thread at a place between two stores of its own sum: a run of the loop. A sum can go on over several runs, and over calls
 * of a function that is no loop, up to all that the thread does.
 */
function pieceOf({ text, readShare, writeShare, runLength, accesses, threads }: Walk): number {
  const isSum = ADDS_UP.test(text) || (!text.startsWith('Atomics.') && readShare > 0 && writeShare > 0);
  return isSum ? Math.max(runLength, Math.min(PIECE, accesses / Math.max(1, threads.length))) : runLength;
}

/** Rows of lines that the same sites share in the same way, busiest first. */
export function groupLines({ lines }: SharedBuffer): number[][] {
  const groups = new Map<string, number[]>();
  for (const [at, line] of lines.entries()) {
    const key = `${line.sharing} ${sitesOf(line).join()}`;
    groups.set(key, [...(groups.get(key) ?? []), at]);
  }
  return [...groups.values()];
}

export function sitesOf({ users }: SharedLine): number[] {
  return [...new Set(users.map(({ site }) => site))].sort((a, b) => a - b);
}

function toPattern(line: SharedLine, runLength: number): SharingPattern {
  const all = sum(line.users.map(countOf));
  const users = line.users.filter((user) => countOf(user) > all * LEAST_PART).slice(0, MOST_USERS);
  const sizes = users.flatMap(({ offsets }) => offsets.map(([begin, end]) => end - begin));
  return {
    kind: 'sharing',
    sharing: line.sharing,
    lineBytes: line.lineBytes,
    elementBytes: sizes.some((size) => size % 4 !== 0) ? 1 : sizes.every((size) => size % 8 === 0) ? 8 : 4,
    users: users.map((user) => ({
      offset: (user.offsets[0]?.[0] ?? line.offset) - line.offset,
      reads: share(user.reads, user),
      writes: share(user.writes, user),
      atomics: share(user.atomics, user),
    })),
    runLength: Math.round(Math.min(runLength, 2 ** 20)),
  };
}

function countOf({ reads, writes, atomics }: SharedLine['users'][number]): number {
  return reads + writes + atomics;
}

function share(part: number, user: SharedLine['users'][number]): number {
  return Number((part / Math.max(1, countOf(user))).toFixed(2));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
