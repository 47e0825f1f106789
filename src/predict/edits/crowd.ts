/** What starting fewer or more workers at one time changes about starting each of them. */
import { OpCode, type Plan, type PlanPool, Trigger } from '../plan.js';

/** Threads in which Node compiles and collects garbage for all workers of a process (`--v8-pool-size`). */
const HELPER_THREADS = 4;
/**
 * How much longer than alone a worker runs code that is not compiled yet. What is compiled for workers that start together queues for
 * Node's few threads, and each goes on in slow code until it is its turn: with n times as many workers as threads the first waits for
 * one turn, the last for n.
 */
function waitForCompiler(workers: number): number {
  return workers <= HELPER_THREADS ? 1 : (workers / HELPER_THREADS + 1) / 2;
}

/** The plan with a pool of `before` workers started as one of `after`. @param index into Plan.pools */
export function startAsMany(plan: Plan, index: number, before: number, after: number): Plan {
  const pools = plan.pools.map((pool, at): PlanPool => {
    if (at !== index || pool.warmUpNs === undefined) return pool;
    const scale = waitForCompiler(after) / waitForCompiler(before);
    return { ...pool, warmUpNs: pool.warmUpNs.map((ns) => ns * scale) };
  });
  const scaled = scaleStartHelp({ ...plan, pools }, index, before, after);
  // With a core for each worker they do not wait for each other.
  const stalls = Math.max(after, plan.cores) / before;
  return stalls < 1 ? shortenStalls(scaled, index, stalls) : scaled;
}

/** Node's own threads have as much to compile as there are workers to compile for. */
function scaleStartHelp(plan: Plan, index: number, before: number, after: number): Plan {
  const others = plan.threads.filter(({ start, pool }) => start !== 'begin' && pool !== index).length;
  const scale = (others + after) / Math.max(1, others + before);
  const ns = plan.ops.ns.slice();
  for (const { helper, body } of plan.threads) {
    if (helper !== true) continue;
    for (let op = body[0]; op < body[1]; op++)
      if (plan.ops.code[op] === OpCode.Compute && plan.ops.arg[op] === 1) ns[op] = (ns[op] as number) * scale;
  }
  return { ...plan, ops: { ...plan.ops, ns } };
}

/** Workers that start in a crowd wait for each other's page faults, files and locks, and so does who starts them. */
function shortenStalls(plan: Plan, index: number, scale: number): Plan {
  const ns = plan.ops.ns.slice();
  for (const { pool, body } of plan.threads) {
    if (pool !== index) continue;
    for (let op = body[0]; op < body[1]; op++)
      if (plan.ops.code[op] === OpCode.BlockIo) ns[op] = (ns[op] as number) * scale;
  }
  const { tasks } = plan;
  const delayNs = tasks.delayNs.map((delay, row) => {
    const isFirst = tasks.trigger[row] === Trigger.AfterCount && tasks.triggerArg[row] === 0;
    return isFirst && tasks.pool[row] === index ? delay * scale : delay;
  });
  return { ...plan, tasks: { ...tasks, delayNs }, ops: { ...plan.ops, ns } };
}
