import type { Profile, SiteIndex } from '../../model/profile.js';
import { placeKey } from './places.js';
import { quantileOf, sortSample } from './intervals.js';

/** Tasks that may be expected to cost the same: given to the same pool from the same line. */
export interface LikeTasks {
  pool: number;
  submitSite: SiteIndex;
  /** Rows of the task table, in order of start. */
  rows: number[];
  /** Median time from start to end without lock waits, ns; NaN when not known. */
  serviceNs: number;
}

export function groupLikeTasks(profile: Profile): LikeTasks[] {
  const { tasks } = profile;
  const groups = new Map<string, LikeTasks>();
  const keys = new Map<SiteIndex, string>();
  const placeOf = (site: SiteIndex): string => {
    let key = keys.get(site);
    if (key === undefined) keys.set(site, (key = placeKey(profile, site)));
    return key;
  };
  for (let row = 0; row < tasks.count; row++) {
    const pool = tasks.pool[row] as number;
    const submitSite = tasks.submitSite[row] as number;
    const key = `${pool}/${placeOf(submitSite)}`;
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = { pool, submitSite, rows: [], serviceNs: Number.NaN }));
    group.rows.push(row);
  }
  for (const group of groups.values()) {
    group.serviceNs = quantileOf(sortSample(group.rows.map((row) => serviceNs(tasks, row))), 0.5);
  }
  return [...groups.values()];
}

/** Time a task ran, its waits for locks left out; ns, NaN when not known. */
export function serviceNs(tasks: Profile['tasks'], row: number): number {
  const lockWait = tasks.lockWaitNs[row] as number;
  return (tasks.endNs[row] as number) - (tasks.startNs[row] as number) - (Number.isFinite(lockWait) ? lockWait : 0);
}

/** True where a worker's whole life was taken for one task, because it was never sent anything. */
export function isWholeLife({ tasks, threads }: Profile, row: number): boolean {
  if (tasks.source[row] !== 1) return false;
  const thread = threads[tasks.thread[row] as number];
  return (
    thread !== undefined &&
    (tasks.submitNs[row] as number) <= thread.beginNs &&
    tasks.dispatchNs[row] === tasks.submitNs[row]
  );
}
