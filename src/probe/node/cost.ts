/**
 * What the probe itself costs this thread. Times are CPU time where Linux tells, so that waiting for a core, which is not
 * the probe's doing, is not counted; what is too short for that counter is timed by the clock, and a single reading is
 * cut at a multiple of the fastest seen: the rest was somebody else's turn on the core.
 */
import { now } from './clock.js';
import { openThread, readOwnTid, readSched, type ThreadFiles } from './proc.js';
import { thisThread } from './thread.js';

/** An undisturbed reading is rarely longer than this many times the fastest. */
const DISTURBED = 8;

let files: ThreadFiles | null = null;
const fastestNs = new Map<number, number>();

/** This thread's CPU time, ns, exact to a tick of the scheduler; null where the platform does not tell. */
function cpuNs(): number | null {
  files ??= openThread(readOwnTid());
  return readSched(files)?.cpuNs ?? null;
}

export interface CostMark {
  wallNs: number;
  cpuNs: number | null;
}

/** Before something that takes milliseconds. */
export function markCost(): CostMark {
  return { wallNs: now(), cpuNs: cpuNs() };
}

/** After it: charges its CPU time to `column` (SlotCost) and returns it, ns. */
export function chargeSinceMark(column: number, begin: CostMark): number {
  const endCpuNs = cpuNs();
  const wallNs = now() - begin.wallNs;
  const spent = begin.cpuNs === null || endCpuNs === null ? wallNs : Math.min(wallNs, endCpuNs - begin.cpuNs);
  add(column, spent);
  return spent;
}

/** Charges what has been done since `beginNs`, some µs, to `column`. */
export function chargeSince(column: number, beginNs: number): void {
  const spentNs = now() - beginNs;
  const fastest = Math.min(fastestNs.get(column) ?? Infinity, spentNs);
  fastestNs.set(column, fastest);
  add(column, Math.min(spentNs, DISTURBED * fastest));
}

export function spentNs(column: number): number {
  return thisThread().views.cost[column] as number;
}

function add(column: number, ns: number): void {
  const { cost } = thisThread().views;
  cost[column] = (cost[column] as number) + ns;
}
