import { OpCode, type Plan } from '../plan.js';
import { forEachBody, rewriteBodies } from './bodies.js';
import { notApplicable, type RuleOf } from './edit-rule.js';

/** A thread that blocked for an answer goes on, and awaits it before it asks again. */
export const removeSyncWait: RuleOf<'remove-sync-wait'> = {
  apply(plan) {
    const { ops } = plan;
    const calls = findCalls(plan);
    if (!calls.includes(1))
      return notApplicable('No thread blocks for the answer to something it asked another thread for.');
    return rewriteBodies(plan, (begin, end, out) => {
      const pending: number[] = [];
      const settle = (): void => {
        for (const op of pending.splice(0))
          out.add(OpCode.AwaitSignalAsync, ops.arg[op] as number, ops.ns[op] as number);
      };
      for (let op = begin; op < end; op++) {
        if (calls[op] === 1) {
          pending.push(op);
          continue;
        }
        const code = ops.code[op] as number;
        if (isRequest(code)) settle();
        out.add(code, ops.arg[op] as number, ops.ns[op] as number);
      }
      settle();
    });
  },
  describe: () => 'answers of other threads awaited where the program blocks for them',
  assumptions: () => ['What the program does until its next call does not need the answer, but what comes after does.'],
};

/** For each op 1 where it blocks for an answer: the body has asked before, and does not raise itself what it waits for. */
function findCalls(plan: Plan): Uint8Array {
  const { ops } = plan;
  const calls = new Uint8Array(ops.count);
  forEachBody(plan, (begin, end) => {
    const raised = new Set<number>();
    for (let op = begin; op < end; op++) if (ops.code[op] === OpCode.Signal) raised.add(ops.arg[op] as number);
    let asked = false;
    for (let op = begin; op < end; op++) {
      const code = ops.code[op] as number;
      if (isRequest(code)) asked = true;
      else if (code === OpCode.AwaitSignal) {
        if (asked && !raised.has(ops.arg[op] as number)) calls[op] = 1;
        asked = false;
      }
    }
  });
  return calls;
}

function isRequest(code: number): boolean {
  return code === OpCode.Signal || code === OpCode.Submit;
}
