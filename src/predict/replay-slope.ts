/** What the makespan gains in the replay when one part of the run gets slower: what a causal check measures in the program. */
import { intervalOf } from '../statistics/bootstrap.js';
import { rewriteBodies } from './edits/bodies.js';
import { isNotApplicable, notApplicable, type NotApplicable } from './edits/edit-rule.js';
import { findSections } from './edits/lock-sections.js';
import { OpCode, type Plan } from './plan.js';
import type { Interval, Refusal } from './prediction.js';
import { replicatePlan } from './replicates.js';
import type { Replay } from './replay.js';
import { simulate } from './simulate.js';

/** Profile ids; pool null = the tasks of all pools. */
export type SlopeTarget = { kind: 'lock'; lock: number } | { kind: 'tasks'; pool: number | null };

export interface ReplayedSlope {
  /** ns of makespan for each ns put in, all places together: 1 where all of it is on the critical path, 0 where none is. */
  slope: number;
  interval: Interval;
}

const REPLICATES = 20;

/**
 * @param addNs CPU put into each hold, behind the acquisition, or at the begin of each task
 * @returns why not, where the run or the target does not allow it
 */
export function replaySlope(replay: Replay, target: SlopeTarget, addNs: number): ReplayedSlope | Refusal {
  if (replay.refusal !== null) return replay.refusal;
  const { plan, seed, base } = replay;
  const slope = slopeOf(plan, target, addNs, seed, base.makespanNs);
  if (typeof slope !== 'number') return { reasons: [{ code: 'not-applicable', message: slope.notApplicable }] };
  const count = Math.min(REPLICATES, replay.replicateNs.length);
  const slopes = Array.from({ length: count }, (_, turn) => {
    const at = Math.floor((turn * replay.replicateNs.length) / count);
    const drawn = replicatePlan(replay, at, replay.replicateNs.length);
    const drawnSlope = slopeOf(drawn, target, addNs, seed + at + 1, replay.replicateNs[at] as number);
    return typeof drawnSlope === 'number' ? drawnSlope : Number.NaN;
  });
  const [low, high] = intervalOf([slope, ...slopes]);
  return { slope, interval: [low, high] };
}

function slopeOf(plan: Plan, target: SlopeTarget, addNs: number, seed: number, baseNs: number): number | NotApplicable {
  const slower =
    target.kind === 'lock' ? lengthenHolds(plan, target.lock, addNs) : lengthenTasks(plan, target.pool, addNs);
  if (isNotApplicable(slower)) return slower;
  return (simulate(slower.plan, { seed }).makespanNs - baseNs) / (slower.count * addNs);
}

function lengthenHolds(plan: Plan, lock: number, addNs: number): { plan: Plan; count: number } | NotApplicable {
  const sections = findSections(plan, lock);
  if (isNotApplicable(sections)) return sections;
  const { ops } = plan;
  const longer = rewriteBodies(plan, (begin, end, out) => {
    for (let op = begin; op < end; op++) {
      out.add(ops.code[op] as number, ops.arg[op] as number, ops.ns[op] as number);
      if ((sections.beginsAt[op] as number) >= 0) out.add(OpCode.Compute, 0, addNs);
    }
  });
  return { plan: longer, count: countRuns(plan, sections.beginsAt) };
}

/** How often the marked ops (0 and above) are run: a body that several tasks share runs once for each. */
function countRuns({ threads, tasks, ops }: Plan, marks: Int32Array): number {
  const before = new Float64Array(ops.count + 1);
  for (let op = 0; op < ops.count; op++) before[op + 1] = (before[op] as number) + ((marks[op] as number) >= 0 ? 1 : 0);
  const inside = (begin: number, end: number): number => (before[end] as number) - (before[begin] as number);
  let count = threads.reduce((sum, { body }) => sum + inside(...body), 0);
  for (let row = 0; row < tasks.count; row++)
    count += inside(tasks.bodyBegin[row] as number, tasks.bodyEnd[row] as number);
  return count;
}

/** The CPU to take a task in is the worker's, before its body: a delay there is one at the body's begin. */
function lengthenTasks(plan: Plan, pool: number | null, addNs: number): { plan: Plan; count: number } | NotApplicable {
  const { tasks, pools } = plan;
  let count = 0;
  const deserialiseCpuNs = tasks.deserialiseCpuNs.map((ns, row) => {
    const isMeant = pool === null || pools[tasks.pool[row] as number]?.id === pool;
    if (isMeant) count++;
    return isMeant ? ns + addNs : ns;
  });
  if (count === 0) return notApplicable('No task of this pool is in the replay.');
  return { plan: { ...plan, tasks: { ...tasks, deserialiseCpuNs } }, count };
}
