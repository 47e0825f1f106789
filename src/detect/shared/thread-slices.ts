import type { Profile, Thread } from '../../model/profile.js';
import { knownOr0 } from './numbers.js';
import { emptySeries, type Series, type Slices } from './slices.js';

/** A stretch between two readings of the scheduler, in whole slices. */
interface Stretch {
  first: number;
  last: number;
  /** On a core or ready for one. */
  wantedNs: number;
}

/**
 * In which slices a thread was on a core or ready for one; a share of each. Between two readings of the scheduler only the
 * sum is known; it goes to the thread's tasks first, then to the rest of its time, never into waiting: what a thread burns
 * while it waits for another does not move the program on.
 *
 * @param active share of each slice the thread was in a task or starting up, without its waits
 * @param waiting share of each slice it was in a known wait
 */
export function placeCpuTime(
  profile: Profile,
  thread: Thread,
  slices: Slices,
  active: Series,
  waiting: Series,
): Series {
  if (!profile.quality.schedulerKnown || !Number.isFinite(thread.states.onCpuNs)) return active;
  const wanted = emptySeries(slices);
  const first = sliceAt(slices, thread.beginNs);
  const last = sliceAt(slices, thread.endNs);
  for (const stretch of cutStretches(thread, slices, first, last))
    fillStretch(wanted, stretch, slices, active, waiting);
  return wanted;
}

function sliceAt(slices: Slices, timeNs: number): number {
  const slice = Math.floor((knownOr0(timeNs) - slices.beginNs) / slices.sliceNs);
  return Math.min(slices.count - 1, Math.max(0, slice));
}

function cutStretches(thread: Thread, slices: Slices, first: number, last: number): Stretch[] {
  const { schedule, states } = thread;
  if (schedule === undefined || schedule.count < 2) {
    return [{ first, last, wantedNs: states.onCpuNs + states.startingNs + knownOr0(states.runnableNs) }];
  }
  const stretches: Stretch[] = [];
  let from = first;
  let before = readSchedule(thread, slices.beginNs + from * slices.sliceNs, 0);
  let row = 0;
  while (from <= last) {
    const fromNs = slices.beginNs + from * slices.sliceNs;
    while (row < schedule.count && (schedule.atNs[row] as number) <= fromNs) row++;
    const next = row < schedule.count ? sliceAt(slices, schedule.atNs[row] as number) : last;
    const to = Math.min(last, Math.max(from, next));
    const after = readSchedule(thread, slices.beginNs + (to + 1) * slices.sliceNs, Math.max(0, row - 1));
    stretches.push({ first: from, last: to, wantedNs: Math.max(0, after - before) });
    before = after;
    from = to + 1;
  }
  return stretches;
}

/** Cumulative time on a core or ready for one, at a time: straight lines between readings, flat outside of them. */
function readSchedule({ schedule }: Thread, timeNs: number, hint: number): number {
  if (schedule === undefined) return 0;
  const { atNs, onCpuNs, runnableNs, count } = schedule;
  let row = hint;
  while (row < count - 1 && (atNs[row + 1] as number) < timeNs) row++;
  const next = Math.min(count - 1, row + 1);
  const length = (atNs[next] as number) - (atNs[row] as number);
  const share = length > 0 ? Math.min(1, Math.max(0, (timeNs - (atNs[row] as number)) / length)) : 0;
  const wantedAt = (at: number): number => knownOr0(onCpuNs[at] as number) + knownOr0(runnableNs[at] as number);
  return wantedAt(row) + share * (wantedAt(next) - wantedAt(row));
}

function fillStretch(wanted: Series, stretch: Stretch, slices: Slices, active: Series, waiting: Series): void {
  let activeSum = 0;
  let restSum = 0;
  for (let slice = stretch.first; slice <= stretch.last; slice++) {
    activeSum += active[slice] as number;
    restSum += restOf(active, waiting, slice);
  }
  const sum = stretch.wantedNs / slices.sliceNs;
  const inTasks = activeSum > 0 ? Math.min(1, sum / activeSum) : 0;
  const elsewhere = restSum > 0 ? Math.min(1, (sum - inTasks * activeSum) / restSum) : 0;
  for (let slice = stretch.first; slice <= stretch.last; slice++) {
    wanted[slice] = inTasks * (active[slice] as number) + elsewhere * restOf(active, waiting, slice);
  }
}

function restOf(active: Series, waiting: Series, slice: number): number {
  return Math.max(0, 1 - (active[slice] as number) - (waiting[slice] as number));
}
