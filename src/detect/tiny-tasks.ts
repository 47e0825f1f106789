import type { Profile } from '../model/profile.js';
import type { DetectContext } from './context.js';
import type { Detector } from './detector.js';
import type { Finding } from './finding.js';
import { doneOrEndNs, orderBySubmit } from './shared/batches.js';
import { intervalOfMedian, quantileOf, sortSample } from './shared/intervals.js';
import { isWholeLife, serviceNs, type LikeTasks } from './shared/like-tasks.js';
import { readMainSamples } from './shared/main-thread.js';
import { LARGE_BYTES } from './shared/message-cost.js';
import { isNoteworthy, makeFinding } from './shared/make-finding.js';
import { knownOr0, sumOf } from './shared/numbers.js';
import { MAJORITY } from './thresholds.js';
import { sayCount, sayNs, sayPlace } from './shared/wording.js';

/** Handing a task over and taking its result back takes longer than the task. */
export const tinyTasks: Detector = {
  id: 'tiny-tasks',
  detect: (profile, context) => context.likeTasks.flatMap((group) => describe(profile, context, group)),
};

function describe(profile: Profile, context: DetectContext, group: LikeTasks): Finding[] {
  const { tasks } = profile;
  const rows = orderBySubmit(tasks, group.rows).filter((row) => !isWholeLife(profile, row) && !isCopied(tasks, row));
  if (rows.length < group.rows.length * MAJORITY) return [];
  const handoverNs = measureHandovers(
    profile,
    rows.toSorted((a, b) => a - b),
  );
  const handovers = sortSample(handoverNs.values());
  // The lower quartile: in the others the task or its reply had to wait for a busy main thread.
  const handover = quantileOf(handovers, 0.25);
  const services = sortSample(rows.map((row) => serviceNs(tasks, row)));
  const service = quantileOf(services, 0.5);
  if (!(handover >= service)) return [];
  const threads = new Set(rows.map((row) => tasks.thread[row])).size;
  const workNs = sumOf(rows, (row) => serviceNs(tasks, row)) / Math.max(1, Math.min(threads, context.activity.cores));
  const stakeNs = Math.min(
    outstandingNs(profile, rows) - workNs,
    sumOf(handoverNs.values(), (ns) => ns),
  );
  if (!isNoteworthy(context, stakeNs)) return [];
  const interval = intervalOfMedian(services);
  // A hand-over that costs a tenth of the work is one nobody notices; that many tasks in one reach it.
  const batch = Math.max(2, Math.ceil((10 * handover) / Math.max(service, 1)));
  return [
    makeFinding(context, {
      id: 'tiny-tasks',
      title: `${sayCount(rows.length, 'task')} from ${sayPlace(profile, group.submitSite, 'an unknown place')} run ${sayNs(service)} each and cost ${sayNs(handover)} to hand over`,
      workloadClass: 'message-bound',
      site: group.submitSite,
      pool: group.pool,
      related: [{ label: 'the pool', site: profile.pools.find(({ id }) => id === group.pool)?.createdAt ?? -1 }],
      threadTimeLostNs: handover * rows.length,
      stakeNs,
      evidence: [
        {
          label: 'run time of a task, median',
          value: service,
          unit: 'ns',
          samples: services.length,
          ...(interval && { interval }),
        },
        {
          label: 'hand-over of a task (to the worker and back), undisturbed',
          value: handover,
          unit: 'ns',
          samples: handovers.length,
        },
        {
          label: 'hand-over of a task, median',
          value: quantileOf(handovers, 0.5),
          unit: 'ns',
          samples: handovers.length,
        },
        { label: 'tasks', value: rows.length, unit: 'count' },
      ],
      sampleSize: rows.length,
      advice: `Give each task a batch: with some ${batch} of these in one, handing over takes a tenth of the work. Or run them where they are submitted.`,
      effort: 'quick win',
      explains: [
        'main-thread-bottleneck',
        'chatty-messages',
        'serial-submission',
        'gc-pressure',
        'straggler',
        'undersized-pool',
        'jit-bimodal',
      ],
    }),
  ];
}

/**
 * From the post to the start and from the end to the reply's arrival, by row; without the time in which the worker was not
 * ready or busy with the task before, and without cloning: large messages are another finding, and batching does not make
 * them smaller. Where the main thread mostly runs the program's own code, replies wait for that; then the way there alone
 * is counted, which a busy main thread does not lengthen.
 *
 * @param rows in order of start
 */
function measureHandovers(profile: Profile, rows: readonly number[]): Map<number, number> {
  const { tasks, threads } = profile;
  const repliesWait = readMainSamples(profile).program >= MAJORITY;
  const freeNs = new Map<number, number>();
  const handovers = new Map<number, number>();
  for (const row of rows) {
    const thread = tasks.thread[row] as number;
    const freeAt = freeNs.get(thread) ?? knownOr0(threads[thread]?.readyNs ?? 0);
    const endNs = tasks.endNs[row] as number;
    freeNs.set(thread, Math.max(freeAt, knownOr0(endNs)));
    const there = (tasks.startNs[row] as number) - Math.max(tasks.dispatchNs[row] as number, freeAt);
    const back = repliesWait ? 0 : doneOrEndNs(tasks, row) - endNs;
    const cloning = knownOr0(tasks.cloneNs[row] as number) + knownOr0(tasks.deserialiseNs[row] as number);
    if (Number.isFinite(there + back)) handovers.set(row, Math.max(0, there + back - cloning));
  }
  return handovers;
}

/** Handing over a large message is mostly copying, whose time is not always known for each task. */
function isCopied({ requestBytes, replyBytes }: Profile['tasks'], row: number): boolean {
  return Math.max(knownOr0(requestBytes[row] as number), knownOr0(replyBytes[row] as number)) >= LARGE_BYTES;
}

/** Time in which at least one of the tasks was outstanding. */
function outstandingNs({ tasks }: Profile, rows: readonly number[]): number {
  let sumNs = 0;
  let untilNs = -Infinity;
  for (const row of rows) {
    const beginNs = Math.max(tasks.submitNs[row] as number, untilNs);
    const endNs = doneOrEndNs(tasks, row);
    if (endNs > beginNs) sumNs += endNs - beginNs;
    untilNs = Math.max(untilNs, endNs);
  }
  return sumNs;
}
