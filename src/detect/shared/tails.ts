import type { Profile } from '../../model/profile.js';
import { cutBatches, type Batch } from './batches.js';
import { serviceNs } from './like-tasks.js';

/** The end of a batch: one task still runs, the other workers have nothing left. */
export interface Tail {
  batch: Batch;
  /** The task that ends last. */
  row: number;
  /** Time of workers that could have run and had nothing left, ns. */
  idleNs: number;
  /** What the batch would have been shorter with its work evenly spread, ns. */
  stakeNs: number;
}

/** Tails of all batches of a pool that have at least two tasks. */
export function findTails(profile: Profile, rows: readonly number[], cores: number): Tail[] {
  const { tasks } = profile;
  const threads = new Set(rows.map((row) => tasks.thread[row] as number));
  const atOnce = Math.max(1, Math.min(threads.size, Math.ceil(cores)));
  return cutBatches(tasks, rows).flatMap((batch) => {
    if (batch.rows.length < 2) return [];
    const endOf = new Map([...threads].map((thread) => [thread, batch.beginNs]));
    let last = batch.rows[0] as number;
    for (const row of batch.rows) {
      const endNs = tasks.endNs[row] as number;
      endOf.set(tasks.thread[row] as number, Math.max(endOf.get(tasks.thread[row] as number) ?? 0, endNs));
      if (endNs > (tasks.endNs[last] as number)) last = row;
    }
    const ends = [...endOf.values()].sort((a, b) => b - a).slice(0, atOnce);
    const endNs = tasks.endNs[last] as number;
    const idleNs = ends.reduce((sum, end) => sum + endNs - end, 0);
    return [{ batch, row: last, idleNs, stakeNs: idleNs / atOnce }];
  });
}

/**
 * By how much a batch would be shorter with its longest tasks first, ns. Both orders are played through with the measured
 * lengths, each task going to whichever worker is free, so that nothing but the order makes the difference. (Longest first
 * is within a third of the best possible order: Graham 1969.)
 */
export function gainOfOrder({ tasks }: Profile, { rows }: Batch, workers: number): number {
  const lengths = rows.map((row) => serviceNs(tasks, row));
  return (
    playThrough(lengths, workers) -
    playThrough(
      lengths.toSorted((a, b) => b - a),
      workers,
    )
  );
}

function playThrough(lengths: readonly number[], workers: number): number {
  const free = new Float64Array(Math.max(1, workers));
  for (const length of lengths) {
    let next = 0;
    for (let worker = 1; worker < free.length; worker++) {
      if ((free[worker] as number) < (free[next] as number)) next = worker;
    }
    free[next] = (free[next] as number) + length;
  }
  return Math.max(...free);
}
