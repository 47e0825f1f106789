import { OpCode, type Plan } from '../plan.js';
import { rewriteBodies } from './bodies.js';

/**
 * The plan with `part` of the garbage made no more. Once the program is warm, what Node's own threads do is mostly to collect it beside the
 * thread that makes it, and they take cores from the others for it.
 */
export function collectLess(plan: Plan, part: number): Plan {
  const helpers = new Set(plan.threads.flatMap(({ helper, body }) => (helper === true ? [body[0]] : [])));
  if (helpers.size === 0 || !(part > 0)) return plan;
  const { ops } = plan;
  return rewriteBodies(plan, (begin, end, out) => {
    if (!helpers.has(begin)) {
      out.copy(ops, begin, end);
      return;
    }
    for (let op = begin; op < end; op++) {
      const code = ops.code[op] as number;
      const arg = ops.arg[op] as number;
      // Arg 1: while workers start, code is compiled.
      const kept = code === OpCode.Compute && arg === 0 ? 1 - Math.min(1, part) : 1;
      out.add(code, arg, (ops.ns[op] as number) * kept);
    }
  });
}
