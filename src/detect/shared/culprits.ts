import type { Profile } from '../../model/profile.js';
import { rankCorrelation } from '../../statistics/accuracy.js';
import { quantileOf, sortSample } from './intervals.js';
import { serviceNs } from './like-tasks.js';
import { agentName } from './make-finding.js';
import { binomialTail, findOutliers } from './outliers.js';
import type { Tail } from './tails.js';

/** Why certain tasks end batches late, when it is not chance. */
export interface Culprits {
  /** True for the rows that are to blame. */
  has: (row: number) => boolean;
  what: string;
  /** Times as long as like tasks; NaN where it is their order alone. */
  ratio: number;
  usualNs: number;
  byOrder: boolean;
}

/** One in a thousand runs without any cause would show as much; a report has far fewer than a thousand such lines. */
const CHANCE = 1e-3;
/** The same for a normally distributed score (one-sided, 0.001). */
const CHANCE_SCORE = 3.1;
/** Ranks of fewer tasks tell nothing about an order. */
const MIN_RANKED = 20;
/** Ranks of more make the correlation no surer, but its computation slow. */
const MAX_RANKED = 5000;

/** The first that holds: single tasks far off, an agent that always is, a place in the round that always is, growing lengths. */
export function findCulprits(
  profile: Profile,
  rows: readonly number[],
  tails: readonly Tail[],
  workers: number,
): Culprits | undefined {
  return (
    findLongTasks(profile, rows, workers) ??
    findLongKey(profile, tails, 'agent') ??
    findLongKey(profile, tails, 'place') ??
    findOrder(profile, tails)
  );
}

/** Fewer than the workers: otherwise the long ones keep each other company and nobody waits for a single one. */
function findLongTasks({ tasks }: Profile, rows: readonly number[], workers: number): Culprits | undefined {
  const found = findOutliers(sortSample(rows.map((row) => serviceNs(tasks, row))));
  if (found === undefined || found.count >= workers) return undefined;
  return {
    has: (row) => serviceNs(tasks, row) >= found.from,
    what: found.count === 1 ? 'one task' : `${found.count} tasks`,
    ratio: found.ratio,
    usualNs: found.usual,
    byOrder: false,
  };
}

/** Tasks of the same agent, or submitted at the same place of each round, that are the longest more often than chance allows. */
function findLongKey(profile: Profile, tails: readonly Tail[], by: 'agent' | 'place'): Culprits | undefined {
  const { tasks } = profile;
  const keys = new Map<number, number>();
  const services = new Map<number, number[]>();
  const size = commonSize(tails);
  const rounds = tails.filter(({ batch }) => batch.rows.length === size);
  for (const { batch } of rounds) {
    for (const [place, row] of batch.rows.entries()) {
      const key = by === 'agent' ? (tasks.agent[row] as number) : place;
      keys.set(row, key);
      services.set(key, [...(services.get(key) ?? []), serviceNs(tasks, row)]);
    }
  }
  if (services.size < 3 || services.has(-1)) return undefined;
  const medians = new Map([...services].map(([key, values]) => [key, quantileOf(sortSample(values), 0.5)]));
  const found = findOutliers(sortSample(medians.values()));
  if (found === undefined) return undefined;
  const guilty = new Set([...medians].filter(([, median]) => median >= found.from).map(([key]) => key));
  const hits = rounds.filter(({ batch }) => guilty.has(keys.get(longestOf(profile, batch.rows)) ?? Number.NaN)).length;
  if (binomialTail(rounds.length, hits, guilty.size / services.size) > CHANCE) return undefined;
  const [first] = guilty as Set<number>;
  const name = by === 'agent' ? agentName(profile, first as number) : `task ${(first as number) + 1} of each round`;
  return {
    has: (row) => guilty.has(keys.get(row) ?? Number.NaN),
    what: guilty.size === 1 ? name : `${name} and ${guilty.size - 1} more`,
    ratio: found.ratio,
    usualNs: found.usual,
    byOrder: false,
  };
}

/** Lengths that grow in the order of submission leave the longest for the end. */
function findOrder(profile: Profile, tails: readonly Tail[]): Culprits | undefined {
  const places: number[] = [];
  const lengths: number[] = [];
  for (const { batch } of tails) {
    for (const [place, row] of batch.rows.entries()) {
      const length = serviceNs(profile.tasks, row);
      if (places.length >= MAX_RANKED || !Number.isFinite(length)) break;
      places.push(place / batch.rows.length);
      lengths.push(length);
    }
  }
  if (places.length < MIN_RANKED) return undefined;
  const score = rankCorrelation(places, lengths) * Math.sqrt(places.length - 1);
  if (!(score > CHANCE_SCORE)) return undefined;
  const usualNs = quantileOf(sortSample(lengths), 0.5);
  return { has: () => true, what: 'the longest tasks', ratio: Number.NaN, usualNs, byOrder: true };
}

function longestOf({ tasks }: Profile, rows: readonly number[]): number {
  return rows.reduce(
    (longest, row) => (serviceNs(tasks, row) > serviceNs(tasks, longest) ? row : longest),
    rows[0] ?? -1,
  );
}

/** Rounds are comparable place by place when they have as many tasks. */
function commonSize(tails: readonly Tail[]): number {
  const sizes = new Map<number, number>();
  for (const { batch } of tails) sizes.set(batch.rows.length, (sizes.get(batch.rows.length) ?? 0) + 1);
  return [...sizes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}
