import type { Plan } from '../plan.js';
import { rewriteBodies } from './bodies.js';
import type { Sections } from './lock-sections.js';

/**
 * Work moved from inside of sections to just before them.
 *
 * @param outside share of an op's duration that moves out, 0..1, by its code
 */
export function emitMovedWork(plan: Plan, sections: Sections, outside: (code: number) => number): Plan {
  const { ops } = plan;
  return rewriteBodies(plan, (begin, end, out) => {
    const until: number[] = [];
    for (let op = begin; op < end; op++) {
      const section = sections.beginsAt[op] as number;
      if (section >= 0) {
        const last = sections.unlockOp[section] as number;
        // Nested sections have been emptied by the one around them.
        if (until.length === 0) {
          for (let inside = op + 1; inside < last; inside++) {
            const share = outside(ops.code[inside] as number);
            if (share > 0)
              out.add(ops.code[inside] as number, ops.arg[inside] as number, (ops.ns[inside] as number) * share);
          }
        }
        until.push(last);
      }
      while (until.length > 0 && op >= (until.at(-1) as number)) until.pop();
      const code = ops.code[op] as number;
      const kept = until.length > 0 ? 1 - outside(code) : 1;
      if (kept > 0) out.add(code, ops.arg[op] as number, (ops.ns[op] as number) * kept);
    }
  });
}
