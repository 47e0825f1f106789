import type { Pool, Profile } from '../model/profile.js';
import type { DetectContext } from './context.js';
import type { Detector } from './detector.js';
import type { Finding } from './finding.js';
import { cutBatches, type Batch } from './shared/batches.js';
import { intervalOfMedian, quantileOf, sortSample } from './shared/intervals.js';
import { isWholeLife } from './shared/like-tasks.js';
import { heaviestSite } from './shared/places.js';
import { isNoteworthy, makeFinding } from './shared/make-finding.js';
import { measurePool } from './shared/pool-activity.js';
import { ratioOr0, sumOf } from './shared/numbers.js';
import { MAJORITY } from './thresholds.js';
import { sayCount, sayNs, sayPlace, sayShare } from './shared/wording.js';

/** Tasks are submitted one at a time, each after the end of the one before, though the pool could run several. */
export const serialSubmission: Detector = {
  id: 'serial-submission',
  detect: (profile, context) => profile.pools.flatMap((pool) => describe(profile, context, pool)),
};

function describe(profile: Profile, context: DetectContext, pool: Pool): Finding[] {
  const { tasks } = profile;
  const rows = rowsOf(profile, pool);
  const alone = findAlone(profile, context, rows);
  // A first or last task alone has nobody it could have run beside.
  if (alone.length < 2) return [];
  const atOnce = atOnceAtMost(profile, context, pool, alone.length);
  const aloneNs = sumOf(alone, lengthOf);
  const stakeNs = aloneNs * (1 - 1 / atOnce);
  if (atOnce < 2 || !isNoteworthy(context, stakeNs)) return [];
  const row = (batch: Batch): number => batch.rows[0] as number;
  const site = heaviestSite(alone.map((batch) => [tasks.submitSite[row(batch)] as number, 1]));
  const gaps = sortSample(alone.slice(1).map((batch, index) => batch.beginNs - (alone[index] as Batch).endNs));
  const lengths = sortSample(alone.map(lengthOf));
  const interval = intervalOfMedian(lengths);
  // Steps of one agent follow from each other: that they come one by one is their nature.
  const agents = new Set(alone.map((batch) => tasks.agent[row(batch)] as number));
  const chain = agents.size === 1 && !agents.has(-1);
  return [
    makeFinding(context, {
      id: 'serial-submission',
      caveat: chain
        ? 'All are steps of one agent: the run does not show whether a step needs the result of the one before.'
        : undefined,
      title: `${sayCount(alone.length, 'task')} submitted at ${sayPlace(profile, site, 'an unknown place')} ran one by one ${sayShare(ratioOr0(aloneNs, context.spanNs))} of the run; ${atOnce} could run at once`,
      workloadClass: 'cpu-bound',
      site,
      pool: pool.id,
      related: [{ label: 'the pool', site: pool.createdAt }],
      threadTimeLostNs: aloneNs * (atOnce - 1),
      makespanShare: ratioOr0(aloneNs, context.spanNs),
      stakeNs,
      evidence: [
        { label: 'tasks that ran with no other one outstanding', value: alone.length, unit: 'count' },
        { label: 'of all tasks of the pool', value: ratioOr0(alone.length, rows.length), unit: 'share' },
        {
          label: 'submit to done, median',
          value: quantileOf(lengths, 0.5),
          unit: 'ns',
          samples: lengths.length,
          ...(interval && { interval }),
        },
        {
          label: 'from one done to the next submit, median',
          value: quantileOf(gaps, 0.5),
          unit: 'ns',
          samples: gaps.length,
        },
        { label: 'tasks that could run at once', value: atOnce, unit: 'count' },
      ],
      sampleSize: alone.length,
      advice: chain
        ? `All are steps of one agent. Nothing to change unless a step does not need the one before.`
        : `Submit without awaiting each task: collect the promises and await them with Promise.all, as far as a task does not need the result of the one before (now ${sayNs(quantileOf(gaps, 0.5))} pass from a result to the next submit).`,
      effort: 'quick win',
      explains: ['undersized-pool', 'main-thread-bottleneck', 'straggler'],
    }),
  ];
}

/**
 * Tasks with no other one of the pool outstanding, from lines most of whose tasks are so: what a round starts or ends with,
 * or what is left when others are done, is alone by chance and not by how it was submitted.
 */
function findAlone({ tasks }: Profile, { likeTasks }: DetectContext, rows: readonly number[]): Batch[] {
  const alone = cutBatches(tasks, rows).filter((batch) => batch.rows.length === 1);
  const byRow = new Map(alone.map((batch) => [batch.rows[0] as number, batch]));
  const lines = likeTasks.filter(
    (line) => line.rows.filter((row) => byRow.has(row)).length >= line.rows.length * MAJORITY,
  );
  const serial = new Set(lines.flatMap((line) => line.rows));
  return alone.filter((batch, index) => serial.has(batch.rows[0] as number) && isFollowed(batch, alone[index + 1]));
}

/**
 * The next one comes within the time this one took: it was waiting to be submitted. After a longer pause it is the program's
 * other work, or what it waits for outside, that sets the pace.
 */
function isFollowed(batch: Batch, next: Batch | undefined): boolean {
  return next === undefined || next.beginNs - batch.endNs <= lengthOf(batch);
}

function rowsOf(profile: Profile, pool: Pool): number[] {
  const rows: number[] = [];
  for (let row = 0; row < profile.tasks.count; row++) {
    if (profile.tasks.pool[row] === pool.id && !isWholeLife(profile, row)) rows.push(row);
  }
  return rows;
}

/** As many as there are tasks and threads; and, as far as tasks compute, cores for them. */
function atOnceAtMost(profile: Profile, context: DetectContext, pool: Pool, tasks: number): number {
  const { cpuShare, runnableShare } = measurePool(profile, pool, context.activity.slices);
  const cores = Math.floor(context.activity.cores / Math.max(cpuShare + runnableShare, 1 / Math.max(tasks, 1)));
  // A pool that starts threads on demand and does not tell its limit could have had one for each core.
  const limit = Number.isFinite(pool.maxThreads) ? pool.maxThreads : context.activity.cores;
  const threads = Math.max(pool.peakThreads, limit);
  return Math.min(tasks, threads, cores);
}

function lengthOf({ beginNs, endNs }: Batch): number {
  return endNs - beginNs;
}
