import type { Profile } from '../model/profile.js';
import type { DetectContext } from './context.js';
import type { Detector } from './detector.js';
import type { Finding } from './finding.js';
import { findCulprits } from './shared/culprits.js';
import { serviceNs } from './shared/like-tasks.js';
import { isNoteworthy, makeFinding } from './shared/make-finding.js';
import { quantileOf, sortSample } from './shared/intervals.js';
import { heaviestSite } from './shared/places.js';
import { ratioOr0, sumOf } from './shared/numbers.js';
import { findTails, gainOfOrder } from './shared/tails.js';
import { sayCount, sayNs, sayNumber, sayPlace, sayShare } from './shared/wording.js';

/** Three that agree and one that does not: the least that can be called like tasks. */
const MIN_LIKE_TASKS = 4;

/** A batch ends late because of one task that is always, or by far, longer than the others. */
export const straggler: Detector = {
  id: 'straggler',
  detect(profile, context) {
    const byPool = new Map<number, number[]>();
    for (const { pool, rows } of context.likeTasks) byPool.set(pool, [...(byPool.get(pool) ?? []), ...rows]);
    return [...byPool].flatMap(([pool, rows]) => describe(profile, context, pool, rows));
  },
};

function describe(profile: Profile, context: DetectContext, pool: number, rows: number[]): Finding[] {
  const { tasks } = profile;
  const { cores } = context.activity;
  const workers = new Set(rows.map((row) => tasks.thread[row])).size;
  const tails = findTails(profile, rows, cores);
  // Whoever the culprit, most of the time must have been lost in the tails it is blamed for.
  if (
    workers < 2 ||
    !isNoteworthy(
      context,
      sumOf(tails, ({ stakeNs }) => stakeNs),
    )
  )
    return [];
  const culprits = findCulprits(profile, rows, tails, workers);
  if (culprits === undefined) return [];
  const late = tails.filter(({ row }) => culprits.has(row));
  const atOnce = Math.max(1, Math.min(workers, Math.ceil(cores)));
  const stakeNs = sumOf(late, ({ batch, stakeNs: tailNs }) =>
    culprits.byOrder ? Math.min(tailNs, gainOfOrder(profile, batch, atOnce)) : tailNs,
  );
  if (!isNoteworthy(context, stakeNs)) return [];
  const idleNs = sumOf(late, (tail) => tail.idleNs);
  const row = late[0]?.row ?? -1;
  const lengths = sortSample(late.map((tail) => serviceNs(tasks, tail.row)));
  const length = quantileOf(lengths, 0.5);
  const times = culprits.byOrder ? '' : ` (${sayNumber(ratioOr0(length, culprits.usualNs))} times the others)`;
  // If one task alone outlasts the evenly spread work, starting it first is not enough.
  const evenNs =
    sumOf(
      late.slice(0, 1).flatMap(({ batch }) => batch.rows),
      (each) => serviceNs(tasks, each),
    ) / atOnce;
  const splits = length > evenNs;
  const site = heaviestSite(late.map((tail) => [tasks.submitSite[tail.row] as number, 1]));
  return [
    makeFinding(context, {
      id: 'straggler',
      title: `${late.length === 1 ? 'The run waits' : `${sayCount(late.length, 'round')} wait`} for ${culprits.what} from ${sayPlace(profile, site, 'an unknown place')}, ${sayNs(length)} long${times}: other workers stand idle ${sayNs(idleNs)}`,
      workloadClass: 'cpu-bound',
      site,
      pool,
      related: [{ label: 'the pool', site: profile.pools.find(({ id }) => id === pool)?.createdAt ?? -1 }],
      threadTimeLostNs: idleNs,
      makespanShare: ratioOr0(
        sumOf(late, (tail) => tail.idleNs / Math.max(1, atOnce - 1)),
        context.spanNs,
      ),
      stakeNs,
      evidence: [
        { label: 'worker time with nothing left while it ran', value: idleNs, unit: 'ns', samples: late.length },
        { label: 'its length, median', value: length, unit: 'ns', samples: late.length },
        {
          label: 'length of the others, median',
          value: culprits.usualNs,
          unit: 'ns',
          samples: rows.length - late.length,
        },
        {
          label: 'rounds that ended with it',
          value: ratioOr0(late.length, tails.length),
          unit: 'share',
          samples: tails.length,
        },
      ],
      sampleSize: rows.length,
      minSampleSize: MIN_LIKE_TASKS,
      advice: splits
        ? `Split it: alone it takes longer than everything, evenly spread (${sayNs(evenNs)}). Until then submit it first.`
        : `Submit the longest tasks first (it was submitted when ${sayShare(placeOf(row, late[0]?.batch.rows ?? []))} of its round was), or split it into parts like the others.`,
      effort: 'medium',
      explains: ['undersized-pool', 'serial-submission'],
    }),
  ];
}

function placeOf(row: number, rows: readonly number[]): number {
  return ratioOr0(rows.indexOf(row), rows.length);
}
