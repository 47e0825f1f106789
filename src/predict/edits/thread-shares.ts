import { OpCode, type Plan } from '../plan.js';
import { mapRows } from './costs.js';
import { rewriteBodies } from './bodies.js';

/**
 * The plan with part of each thread's CPU time gone, evenly from all it computes: its own code, the tasks it runs, what it does
 * around those it submits. A task that any worker of its pool may run loses the pool's mean.
 *
 * @param shareOf the part of a thread's CPU time that goes, at most 1; below 0 where it gets more to do
 */
export function removeShares(plan: Plan, shareOf: (thread: number) => number): Plan {
  const { tasks, ops } = plan;
  const threadShares = plan.threads.map((_, thread) => Math.min(1, shareOf(thread)));
  const poolShares = plan.pools.map((_, pool) => {
    const shares = threadShares.filter((share, thread) => plan.threads[thread]?.pool === pool && share !== 0);
    return shares.length > 0 ? shares.reduce((sum, share) => sum + share, 0) / shares.length : 0;
  });
  const workerShare = (row: number): number => {
    const pinned = tasks.pinnedTo[row] as number;
    return (pinned >= 0 ? threadShares[pinned] : poolShares[tasks.pool[row] as number]) ?? 0;
  };
  const submitterShare = (row: number): number => threadShares[tasks.submitter[row] as number] ?? 0;
  const shareOfBody = new Float64Array(ops.count + 1);
  for (let row = 0; row < tasks.count; row++) shareOfBody[tasks.bodyBegin[row] as number] = workerShare(row);
  plan.threads.forEach(({ body: [begin, end] }, thread) => {
    if (end > begin) shareOfBody[begin] = threadShares[thread] as number;
  });
  const rows = Array.from({ length: tasks.count }, (_, row) => row);
  const lessWorker = (column: Float64Array) => mapRows(column, rows, (ns, row) => ns * (1 - workerShare(row)));
  const lessSubmitter = (column: Float64Array) => mapRows(column, rows, (ns, row) => ns * (1 - submitterShare(row)));
  const scaled: Plan = {
    ...plan,
    tasks: {
      ...tasks,
      prepareCpuNs: lessSubmitter(tasks.prepareCpuNs),
      cloneCpuNs: lessSubmitter(tasks.cloneCpuNs),
      deserialiseCpuNs: lessWorker(tasks.deserialiseCpuNs),
      replyCpuNs: lessWorker(tasks.replyCpuNs),
      handleCpuNs: lessSubmitter(tasks.handleCpuNs),
    },
  };
  return rewriteBodies(scaled, (begin, end, out) => {
    const kept = 1 - (shareOfBody[begin] as number);
    for (let op = begin; op < end; op++) {
      const code = ops.code[op] as number;
      out.add(code, ops.arg[op] as number, (ops.ns[op] as number) * (code === OpCode.Compute ? kept : 1));
    }
  });
}
