import type { Profile, Thread } from '../../model/profile.js';
import { knownOr0 } from './numbers.js';
import type { Series, Slices } from './slices.js';

/** What one thread did, slice by slice; each value is a share of the slice. */
export interface ThreadSlices {
  /** On a core, doing something that is not waiting. */
  cpu: Series;
  runnable: Series;
}

/** A stretch between two readings of the scheduler, in whole slices. */
interface Stretch {
  first: number;
  last: number;
  cpuNs: number;
  runnableNs: number;
}

/**
 * Puts the CPU time of a thread into slices. Between two readings of the scheduler only its sum is known; it goes to the
 * thread's tasks first, then to the rest of its time, never into waiting: what a thread burns while it waits for another
 * does not move the program on.
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
): ThreadSlices {
  const placed: ThreadSlices = { cpu: new Float64Array(slices.count), runnable: new Float64Array(slices.count) };
  if (!profile.quality.schedulerKnown || !Number.isFinite(thread.states.onCpuNs)) {
    placed.cpu.set(active);
    return placed;
  }
  const first = sliceAt(slices, thread.beginNs);
  const last = sliceAt(slices, thread.endNs);
  for (const stretch of cutStretches(thread, slices, first, last))
    fillStretch(placed, stretch, slices, active, waiting);
  return placed;
}

function sliceAt(slices: Slices, timeNs: number): number {
  const slice = Math.floor((knownOr0(timeNs) - slices.beginNs) / slices.sliceNs);
  return Math.min(slices.count - 1, Math.max(0, slice));
}

function cutStretches(thread: Thread, slices: Slices, first: number, last: number): Stretch[] {
  const { schedule, states } = thread;
  if (schedule === undefined || schedule.count < 2) {
    const cpuNs = states.onCpuNs + states.startingNs;
    return [{ first, last, cpuNs, runnableNs: knownOr0(states.runnableNs) }];
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
    const cpuNs = Math.max(0, after.cpuNs - before.cpuNs);
    stretches.push({ first: from, last: to, cpuNs, runnableNs: Math.max(0, after.runnableNs - before.runnableNs) });
    before = after;
    from = to + 1;
  }
  return stretches;
}

/** Cumulative readings at a time, by straight lines; flat outside of them. */
function readSchedule({ schedule }: Thread, timeNs: number, hint: number): { cpuNs: number; runnableNs: number } {
  if (schedule === undefined) return { cpuNs: 0, runnableNs: 0 };
  const { atNs, onCpuNs, runnableNs, count } = schedule;
  let row = hint;
  while (row < count - 1 && (atNs[row + 1] as number) < timeNs) row++;
  const next = Math.min(count - 1, row + 1);
  const length = (atNs[next] as number) - (atNs[row] as number);
  const share = length > 0 ? Math.min(1, Math.max(0, (timeNs - (atNs[row] as number)) / length)) : 0;
  const between = (column: Float64Array): number =>
    knownOr0((column[row] as number) + share * ((column[next] as number) - (column[row] as number)));
  return { cpuNs: between(onCpuNs), runnableNs: between(runnableNs) };
}

function fillStretch(placed: ThreadSlices, stretch: Stretch, slices: Slices, active: Series, waiting: Series): void {
  let activeSum = 0;
  let restSum = 0;
  for (let slice = stretch.first; slice <= stretch.last; slice++) {
    activeSum += active[slice] as number;
    restSum += Math.max(0, 1 - (active[slice] as number) - (waiting[slice] as number));
  }
  const cpu = stretch.cpuNs / slices.sliceNs;
  const cpuInTasks = Math.min(cpu, activeSum);
  const cpuElsewhere = Math.min(cpu - cpuInTasks, restSum);
  const runnableInTasks = Math.min(stretch.runnableNs / slices.sliceNs, activeSum - cpuInTasks);
  for (let slice = stretch.first; slice <= stretch.last; slice++) {
    const inTask = active[slice] as number;
    const rest = Math.max(0, 1 - inTask - (waiting[slice] as number));
    placed.cpu[slice] =
      (activeSum > 0 ? (cpuInTasks * inTask) / activeSum : 0) + (restSum > 0 ? (cpuElsewhere * rest) / restSum : 0);
    placed.runnable[slice] = activeSum > 0 ? (runnableInTasks * inTask) / activeSum : 0;
  }
}
