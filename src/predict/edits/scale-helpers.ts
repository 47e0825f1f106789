import { OpCode, type Plan } from '../plan.js';
import { rewriteBodies } from './bodies.js';
import { COST_COLUMNS } from './costs.js';

/** Less of a change than this is rounding. */
const NO_CHANGE = 1e-6;

/** Where an edit leaves the program less to compute, Node's own threads have less to compile and to collect, in proportion. */
export function scaleHelpers(before: Plan, after: Plan): Plan {
  const helpers = new Set(after.threads.flatMap(({ helper, body }) => (helper === true ? [body[0]] : [])));
  if (helpers.size === 0 || (before.tasks === after.tasks && before.ops === after.ops)) return after;
  const kept = sumCpu(after) / sumCpu(before);
  if (!(kept < 1 - NO_CHANGE)) return after;
  const { ops } = after;
  return rewriteBodies(after, (begin, end, out) => {
    if (!helpers.has(begin)) {
      out.copy(ops, begin, end);
      return;
    }
    for (let op = begin; op < end; op++) {
      const code = ops.code[op] as number;
      out.add(code, ops.arg[op] as number, (ops.ns[op] as number) * (code === OpCode.Compute ? kept : 1));
    }
  });
}

/** CPU of all threads but the helpers, ns. */
function sumCpu({ threads, tasks, ops }: Plan): number {
  const upTo = new Float64Array(ops.count + 1);
  for (let op = 0; op < ops.count; op++) {
    upTo[op + 1] = (upTo[op] as number) + (ops.code[op] === OpCode.Compute ? (ops.ns[op] as number) : 0);
  }
  const between = (begin: number, end: number): number => (upTo[end] as number) - (upTo[begin] as number);
  let cpuNs = 0;
  for (const { body, helper } of threads) if (helper !== true) cpuNs += between(...body);
  for (let row = 0; row < tasks.count; row++) {
    cpuNs += between(tasks.bodyBegin[row] as number, tasks.bodyEnd[row] as number);
    for (const column of COST_COLUMNS) cpuNs += tasks[column][row] as number;
  }
  return cpuNs;
}
