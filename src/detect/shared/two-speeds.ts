import type { Profile } from '../../model/profile.js';
import { quantileOf, sortSample } from './intervals.js';
import { isWholeLife, serviceNs, type LikeTasks } from './like-tasks.js';

export interface WorkerSpeed {
  thread: number;
  /** CPU times of its tasks where known, else run times; ascending, ns. */
  services: number[];
  medianNs: number;
  /** Upper over lower quartile. */
  spread: number;
}

export interface TwoSpeeds {
  fast: WorkerSpeed[];
  slow: WorkerSpeed[];
  fastNs: number;
  slowNs: number;
  /** The wider of: tasks on one worker, medians inside one group. A ratio. */
  spread: number;
}

/**
 * The smallest difference that is called two speeds. Different optimisation tiers or representations are a factor of two
 * and more apart; caches, neighbours on the core and clock frequencies explain up to about 1.3.
 */
const MIN_RATIO = 1.5;

/** A median of fewer tasks may be that of warm-up. */
const MIN_TASKS = 8;

/** Tasks that had to wait for a core are only comparable by CPU time; up to this share of waiting, run time will do. */
const MAX_RUNNABLE = 0.1;

/** Requests are alike when their sizes differ by no more than this. */
const SAME_SIZE = 1.2;

/** Two groups of workers whose like tasks differ between the groups by more than inside either; undefined when there are none. */
export function splitSpeeds(profile: Profile, group: LikeTasks): TwoSpeeds | undefined {
  const speeds = measureSpeeds(profile, group).sort((a, b) => a.medianNs - b.medianNs);
  let cut = 0;
  let ratio = 0;
  for (let at = 1; at < speeds.length; at++) {
    const gap = (speeds[at] as WorkerSpeed).medianNs / (speeds[at - 1] as WorkerSpeed).medianNs;
    if (gap > ratio) [cut, ratio] = [at, gap];
  }
  if (!(ratio >= MIN_RATIO)) return undefined;
  const [fast, slow] = [speeds.slice(0, cut), speeds.slice(cut)];
  const spread = Math.max(...speeds.map((speed) => speed.spread), widthOf(fast), widthOf(slow));
  if (spread >= ratio || !hasSameWork(profile, group, fast, slow)) return undefined;
  return { fast, slow, fastNs: middleOf(fast), slowNs: middleOf(slow), spread };
}

function measureSpeeds(profile: Profile, { rows }: LikeTasks): WorkerSpeed[] {
  const { tasks, threads } = profile;
  const byThread = new Map<number, number[]>();
  for (const row of rows) {
    const thread = tasks.thread[row] as number;
    const ns = comparableNs(profile, row);
    if (!(ns > 0) || tasks.overlapped[row] === 1 || isWholeLife(profile, row)) continue;
    const found = byThread.get(thread);
    if (found === undefined) byThread.set(thread, [ns]);
    else found.push(ns);
  }
  return [...byThread]
    .filter(([thread, values]) => values.length >= MIN_TASKS && threads[thread] !== undefined)
    .map(([thread, values]) => {
      const services = sortSample(values);
      const spread = quantileOf(services, 0.75) / quantileOf(services, 0.25);
      return { thread, services, medianNs: quantileOf(services, 0.5), spread };
    });
}

function comparableNs({ tasks, threads }: Profile, row: number): number {
  const cpuNs = tasks.cpuNs[row] as number;
  if (Number.isFinite(cpuNs)) return cpuNs;
  const states = threads[tasks.thread[row] as number]?.states;
  const delayed = states !== undefined && states.runnableNs > (states.onCpuNs + states.runnableNs) * MAX_RUNNABLE;
  return delayed ? Number.NaN : serviceNs(tasks, row);
}

/** Both groups were sent requests of one size, and where agents are known, at least one agent worked on both sides. */
function hasSameWork({ tasks }: Profile, { rows }: LikeTasks, fast: WorkerSpeed[], slow: WorkerSpeed[]): boolean {
  const sideOf = (side: WorkerSpeed[]): number[] => {
    const threads = new Set(side.map(({ thread }) => thread));
    return rows.filter((row) => threads.has(tasks.thread[row] as number));
  };
  const [fastRows, slowRows] = [sideOf(fast), sideOf(slow)];
  const bytes = (side: number[]): number =>
    quantileOf(sortSample(side.map((row) => tasks.requestBytes[row] as number)), 0.5);
  const sizes = bytes(slowRows) / bytes(fastRows);
  if (sizes > SAME_SIZE || sizes < 1 / SAME_SIZE) return false;
  const agents = new Set(fastRows.map((row) => tasks.agent[row]));
  return slowRows.some((row) => agents.has(tasks.agent[row]));
}

function widthOf(side: WorkerSpeed[]): number {
  return (side.at(-1)?.medianNs ?? 1) / (side[0]?.medianNs ?? 1);
}

function middleOf(side: WorkerSpeed[]): number {
  return quantileOf(sortSample(side.map(({ medianNs }) => medianNs)), 0.5);
}
