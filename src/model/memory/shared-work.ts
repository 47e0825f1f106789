import type { SharedBuffer, SharedLine, Walk } from './memory-profile.js';
import type { LoopTime } from './saved-time.js';

/** What the places that share these lines do to them: accesses of the pass, as far as they go there, and CPU time of their loops. */
export function workOnLines({ lines: all }: SharedBuffer, rows: readonly number[], walks: readonly Walk[]): LoopTime {
  const lines = rows.flatMap((row) => all[row] ?? []);
  const sites = new Set(lines.flatMap(({ users }) => users.flatMap((user) => user.sites)));
  const own = walks.filter(({ site }) => sites.has(site));
  const part = sum(lines.map(({ users }) => sum(users.map((user) => user.part)) / Math.max(1, users.length)));
  return {
    accesses: own.length === 0 ? Number.NaN : sum(own.map(({ accesses }) => accesses)) * Math.min(1, part),
    isLowerBound: own.some(({ isLowerBound }) => isLowerBound),
    cpuNsByThread: sumThreads(lines),
  };
}

function sumThreads(lines: readonly SharedLine[]): LoopTime['cpuNsByThread'] {
  const sums = new Map<number, number>();
  for (const [thread, ns] of lines.flatMap(({ cpuNsByThread }) => cpuNsByThread)) {
    sums.set(thread, (sums.get(thread) ?? 0) + ns);
  }
  return [...sums];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
