import { orderBy } from './growable.js';
import type { Site, Thread } from './profile.js';
import { TaskSource, type TaskRows } from './task-rows.js';

/** The last time the program itself, not its pool library, acted on a pool. */
interface Act {
  ns: number;
  site: number;
}

/**
 * Pool libraries whose calls are not hooked keep a queue that cannot be seen, but leave a trace: a request that was posted
 * with none of the program's own functions on the stack comes from that queue. It was submitted between the program's last
 * act on the pool (a request posted straight away, a worker made on demand) and its dispatch; it counts from that act, with
 * its line. So queueing times of such tasks are upper bounds, exact where a batch is submitted at once.
 */
export function attributeQueued(rows: TaskRows, threads: readonly Thread[], sites: readonly Site[]): void {
  const acts = new Map<number, Act>();
  const isOwn = (site: number): boolean => (sites[site]?.place ?? -1) !== -1;
  const made = threads
    .filter(({ pool, createdAt, isMain }) => !isMain && pool !== -1 && isOwn(createdAt))
    .sort((x, y) => x.beginNs - y.beginNs);
  let nextMade = 0;
  for (const row of orderBy(rows.dispatchNs.view().map((ns) => (Number.isNaN(ns) ? Infinity : ns)))) {
    if (rows.source.at(row) !== TaskSource.Messages) continue;
    const dispatchNs = rows.dispatchNs.at(row);
    for (let thread = made[nextMade]; thread !== undefined && thread.beginNs < dispatchNs; thread = made[++nextMade]) {
      acts.set(thread.pool, { ns: thread.beginNs, site: thread.createdAt });
    }
    const site = rows.submitSite.at(row);
    const pool = rows.pool.at(row);
    if (site === -1 || pool === -1) continue;
    const act = acts.get(pool);
    if (isOwn(site)) acts.set(pool, { ns: dispatchNs, site });
    else if (act !== undefined) {
      rows.submitNs.set(row, act.ns);
      rows.submitSite.set(row, act.site);
    }
  }
}
