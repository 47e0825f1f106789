import { createRandom } from '../statistics/random.js';
import { forEachBody } from './edits/bodies.js';
import { bodyLengths, COST_COLUMNS } from './edits/costs.js';
import { isWork } from './edits/lock-sections.js';
import { OpCode, type Plan, type PlanTasks } from './plan.js';

/** Which tasks, and which single ops outside of them, may stand in for one another: like ones of about the same length. */
export interface Strata {
  tasks: Int32Array[];
  ops: Int32Array[];
}

/** Agents are told apart where they have so many tasks each, on average, that these can stand in for one another. */
const MIN_TASKS_OF_AGENT = 6;

/**
 * Finds like tasks: of one pool, submitter, worker (where it was named) and agent, whose lengths are within a factor of two. Strata by
 * length keep what a program is made of, one giant and many dwarfs, for instance: that is no accident of the sample. Bodies that
 * other threads wait for, or that wait for them, cannot be exchanged: their ops are resampled one by one.
 */
export function findStrata(plan: Plan): Strata {
  const { tasks, ops } = plan;
  const fixed = markDependent(plan);
  const lengths = bodyLengths(plan);
  const agents = new Set(tasks.agent).size;
  const byAgent = tasks.count >= agents * MIN_TASKS_OF_AGENT;
  const like = new Map<string, number[]>();
  for (let row = 0; row < tasks.count; row++) {
    if (fixed[tasks.bodyBegin[row] as number] === 1) continue;
    const agent = byAgent ? tasks.agent[row] : -1;
    const size = magnitude(lengths[row] as number);
    put(like, `${tasks.pool[row]}/${tasks.submitter[row]}/${tasks.pinnedTo[row]}/${agent}/${size}`, row);
  }
  const single = new Map<string, number[]>();
  const free = new Uint8Array(ops.count + 1);
  for (let row = 0; row < tasks.count; row++) {
    const begin = tasks.bodyBegin[row] as number;
    if (fixed[begin] === 0) free[begin] = 1;
  }
  forEachBody(plan, (begin, end) => {
    if (free[begin] === 1) return;
    let lock = -1;
    for (let op = begin; op < end; op++) {
      const code = ops.code[op] as number;
      if (code === OpCode.Lock) lock = ops.arg[op] as number;
      else if (code === OpCode.Unlock) lock = -1;
      else if (isWork(code)) put(single, `${begin}/${lock}/${code}/${magnitude(ops.ns[op] as number)}`, op);
    }
  });
  return { tasks: several(like), ops: several(single) };
}

/** A plan whose tasks are drawn with replacement within their strata, and whose machine is drawn from its range. */
export function resamplePlan(plan: Plan, strata: Strata, seed: number, machineAt: number): Plan {
  const random = createRandom(seed);
  const donor = Int32Array.from({ length: plan.tasks.count }, (_, row) => row);
  for (const rows of strata.tasks) drawInto(donor, rows, random);
  const tasks: PlanTasks = { ...plan.tasks };
  for (const column of ['bodyBegin', 'bodyEnd', ...COST_COLUMNS] as const) {
    const values = plan.tasks[column];
    const drawn = values.slice();
    for (const rows of strata.tasks) for (const row of rows) drawn[row] = values[donor[row] as number] as number;
    Object.assign(tasks, { [column]: drawn });
  }
  const [low, high] = plan.machine.wakeLatencyRange;
  const machine = { ...plan.machine, wakeLatencyNs: low + (high - low) * machineAt };
  if (strata.ops.length === 0) return { ...plan, machine, tasks };
  const ns = plan.ops.ns.slice();
  for (const rows of strata.ops) for (const op of rows) ns[op] = plan.ops.ns[pick(rows, random)] as number;
  return { ...plan, machine, tasks, ops: { ...plan.ops, ns } };
}

function drawInto(donor: Int32Array, rows: Int32Array, random: () => number): void {
  for (const row of rows) donor[row] = pick(rows, random);
}

function pick(rows: Int32Array, random: () => number): number {
  return rows[Math.floor(random() * rows.length)] as number;
}

/** Bodies, by their first op, that cannot be run in another's place or twice. */
function markDependent(plan: Plan): Uint8Array {
  const { ops } = plan;
  const dependent = new Uint8Array(ops.count + 1);
  forEachBody(plan, (begin, end) => {
    for (let op = begin; op < end; op++) {
      if ((ops.code[op] as number) < OpCode.Signal) continue;
      dependent[begin] = 1;
      return;
    }
  });
  return dependent;
}

function magnitude(ns: number): number {
  return ns >= 1 ? Math.floor(Math.log2(ns)) : -1;
}

function put(groups: Map<string, number[]>, key: string, value: number): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [value]);
  else group.push(value);
}

function several(groups: Map<string, number[]>): Int32Array[] {
  return [...groups.values()].filter((group) => group.length > 1).map((group) => Int32Array.from(group));
}
