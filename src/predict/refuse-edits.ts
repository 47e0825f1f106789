import type { Edit } from './edit.js';
import { findPool, rowsOfPool } from './edits/pools.js';
import { OpCode, type Plan } from './plan.js';

/** Share of its tasks' time from which a pool mostly waits for somebody outside of the program. */
const MOSTLY_WAITING = 0.8;
/** Tasks for each worker from which its first ones, which pay for compiling its code, can be told from the others. */
const TOLD_APART = 3;
/** Stretches of polling from which there is enough of it in the replay. */
const SEEN_POLLS = 20;

/**
 * Why a replay cannot tell what a change does although it can be replayed; undefined where it can. Re-runs showed each:
 * services that answered more or fewer callers at another pace, and workers that end before their code is warm.
 *
 * @returns a sentence
 */
export function whyNotTold(plan: Plan, edit: Edit): string | undefined {
  if (edit.kind === 'pool-size' || edit.kind === 'pool-policy') return whySizeNotTold(plan, edit);
  if (edit.kind === 'notify-instead-of-poll') {
    return plan.ops.code.filter((code) => code === OpCode.SpinSignal).length < SEEN_POLLS
      ? 'Most of its looking was too short to be told from work, so that a replay would call it free. Verify a change to see what it gains.'
      : undefined;
  }
  if (edit.kind !== 'reuse-workers') return undefined;
  const started = plan.threads.filter(({ start }) => start !== 'begin').length;
  return plan.tasks.count < TOLD_APART * started
    ? 'Its workers end after a task or two, so that the run does not show how much faster a warm one works: the gain is more than their starts take. Verify a change to see how much.'
    : undefined;
}

function whySizeNotTold(plan: Plan, edit: Extract<Edit, { kind: 'pool-size' | 'pool-policy' }>): string | undefined {
  const index = findPool(plan, edit.pool);
  if (index < 0) return undefined;
  const { cpuNs, waitNs } = sumBodies(plan, index);
  if (waitNs > MOSTLY_WAITING * (cpuNs + waitNs))
    return 'Its tasks mostly wait for something outside of the program, and the run does not show how that answers more or fewer at once. Verify tries it.';
  return undefined;
}

/** What the tasks of a pool compute and wait for, ns. */
function sumBodies(plan: Plan, pool: number): { cpuNs: number; waitNs: number } {
  const { ops, tasks } = plan;
  let cpuNs = 0;
  let waitNs = 0;
  for (const row of rowsOfPool(plan, pool)) {
    const end = tasks.bodyEnd[row] as number;
    for (let op = tasks.bodyBegin[row] as number; op < end; op++) {
      const code = ops.code[op];
      if (code === OpCode.Compute) cpuNs += ops.ns[op] as number;
      else if (code === OpCode.BlockIo || code === OpCode.AwaitIo) waitNs += ops.ns[op] as number;
    }
  }
  return { cpuNs, waitNs };
}
