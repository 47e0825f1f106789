import { rewriteBodies } from './edits/bodies.js';
import { positionsBySubmitter } from './edits/waves.js';
import { OpCode, type Plan, type PlanTasks } from './plan.js';

/** The beginning of a run: its first tasks, and what threads do until they are done. It may get stuck where more is waited for. */
export function shortenPlan(plan: Plan, count: number): Plan {
  if (count >= plan.tasks.count) return plan;
  const position = positionsBySubmitter(plan);
  const left = new Int32Array(plan.threads.length);
  for (let row = 0; row < count; row++) {
    const submitter = plan.tasks.submitter[row] as number;
    left[submitter] = Math.max(left[submitter] as number, (position[row] as number) + 1);
  }
  const owner = new Map(plan.threads.map(({ body }, thread) => [body[0], thread]));
  const { ops } = plan;
  const tasks: PlanTasks = { ...plan.tasks, count };
  for (const [name, column] of Object.entries(plan.tasks)) {
    if (typeof column !== 'number') Object.assign(tasks, { [name]: (column as Int32Array).subarray(0, count) });
  }
  return rewriteBodies({ ...plan, tasks }, (begin, end, out) => {
    const thread = owner.get(begin);
    for (let op = begin; op < end; op++) {
      const code = ops.code[op] as number;
      const arg = ops.arg[op] as number;
      const dropped = (code === OpCode.Submit || code === OpCode.AwaitTask) && arg >= count;
      // What the thread does after the last of the tasks kept belongs to those that are not.
      if (code === OpCode.AwaitCount && thread !== undefined && arg > (left[thread] as number)) break;
      if (!dropped) out.add(code, arg, ops.ns[op] as number);
    }
  });
}
