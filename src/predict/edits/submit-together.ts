import { OpCode, type Plan, Trigger } from '../plan.js';
import { rewriteBodies } from './bodies.js';
import { notApplicable, type RuleOf } from './edit-rule.js';
import { namePool } from './names.js';
import { findPool, noSuchPool, rowsOfPool } from './pools.js';
import { findWaves, positionsBySubmitter } from './waves.js';

export const submitTogether: RuleOf<'submit-together'> = {
  apply(plan, { pool: id, window }) {
    const index = findPool(plan, id);
    const pool = plan.pools[index];
    if (pool === undefined) return noSuchPool(id);
    const rows = rowsOfPool(plan, index);
    const waves = findWaves(plan, index);
    const atOnce = rows.length / Math.max(1, waves.length);
    if (waves.length <= 1 || atOnce >= (window ?? Infinity))
      return notApplicable('Its tasks are submitted together already.');
    return releaseBodies(releaseTriggers(plan, rows, window), new Set(rows), window);
  },
  describe: ({ pool, window }, profile) =>
    `tasks of ${namePool(profile, pool)} submitted ${window === undefined ? 'all at once' : `${window} at a time`}`,
  assumptions: () => [
    'No task needs the result of one submitted before it.',
    'What they take in is there when the first is submitted.',
  ],
};

/** Tasks that waited for others of the same submitter and pool wait for nothing, or until one of a window is done. */
export function releaseTriggers(plan: Plan, rows: readonly number[], window: number | undefined): Plan {
  const { tasks } = plan;
  const position = positionsBySubmitter(plan);
  const trigger = tasks.trigger.slice();
  const triggerArg = tasks.triggerArg.slice();
  const begin = new Map<number, { row: number; position: number }>();
  for (const row of rows) {
    if (tasks.trigger[row] === Trigger.AfterOp) continue;
    const submitter = tasks.submitter[row] as number;
    const first = begin.get(submitter);
    if (first === undefined) {
      begin.set(submitter, { row, position: position[row] as number });
      continue;
    }
    const turn = (position[row] as number) - first.position;
    if (window !== undefined && turn >= window) {
      trigger[row] = Trigger.AfterCount;
      triggerArg[row] = (position[row] as number) - window + 1;
    } else {
      trigger[row] = tasks.trigger[first.row] as number;
      triggerArg[row] = tasks.triggerArg[first.row] as number;
    }
  }
  return { ...plan, tasks: { ...tasks, trigger, triggerArg } };
}

/** Awaiting one after the other becomes awaiting all at the end, or the oldest of a full window. */
function releaseBodies(plan: Plan, isOurs: ReadonlySet<number>, window: number | undefined): Plan {
  const { ops } = plan;
  return rewriteBodies(plan, (begin, end, out) => {
    const pending: number[] = [];
    for (let op = begin; op < end; op++) {
      const code = ops.code[op] as number;
      const arg = ops.arg[op] as number;
      if (code === OpCode.AwaitTask && isOurs.has(arg)) continue;
      if (code === OpCode.AwaitCount && pending.length > 0) continue;
      if (code === OpCode.Submit && isOurs.has(arg)) {
        if (window !== undefined && pending.length >= window) out.add(OpCode.AwaitTask, pending.shift() as number, 0);
        pending.push(arg);
      }
      out.add(code, arg, ops.ns[op] as number);
    }
    for (const row of pending) out.add(OpCode.AwaitTask, row, 0);
  });
}
