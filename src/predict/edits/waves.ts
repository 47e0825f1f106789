import { OpCode, type Plan, Trigger } from '../plan.js';
import { rowsOfPool } from './pools.js';

/** Tasks of one pool that one thread hands over without waiting for any of them, in order of submission; longest waves possible. */
export function findWaves(plan: Plan, pool: number): number[][] {
  const { tasks } = plan;
  const submitTurn = orderOfSubmits(plan);
  const positionOf = positionsBySubmitter(plan);
  const waves: number[][] = [];
  const open = new Map<string, number[]>();
  for (const row of rowsOfPool(plan, pool)) {
    const trigger = tasks.trigger[row] as number;
    const arg = tasks.triggerArg[row] as number;
    // What it waits for besides being its turn: only tasks that wait for the same belong together.
    const waitsFor =
      trigger === Trigger.AfterTask ? arg : trigger === Trigger.AfterOp ? (submitTurn[row] as number) : -1;
    const key = `${tasks.submitter[row]}/${tasks.pinnedTo[row]}/${trigger}/${waitsFor}`;
    const wave = open.get(key);
    const first = wave?.[0];
    const fits = first !== undefined && (trigger !== Trigger.AfterCount || arg <= (positionOf[first] as number));
    if (fits) wave?.push(row);
    else {
      const begun = [row];
      open.set(key, begun);
      waves.push(begun);
    }
  }
  return waves;
}

/** The how-manieth task of its submitter each row is. */
export function positionsBySubmitter({ tasks, threads }: Plan): Int32Array {
  const next = new Int32Array(threads.length);
  return Int32Array.from({ length: tasks.count }, (_, row) => {
    const submitter = tasks.submitter[row] as number;
    const position = next[submitter] as number;
    next[submitter] = position + 1;
    return position;
  });
}

/** For each row that a Submit op hands over: a number that changes wherever its submitter waits in between. */
function orderOfSubmits({ ops, tasks }: Plan): Int32Array {
  const turn = new Int32Array(tasks.count).fill(-1);
  let waits = 0;
  for (let op = 0; op < ops.count; op++) {
    const code = ops.code[op] as number;
    if (code === OpCode.Submit) turn[ops.arg[op] as number] = waits;
    else if (isWait(code)) waits++;
  }
  return turn;
}

/** Ops that let their strand go on only after something outside of it has happened. */
export function isWait(code: number): boolean {
  return (
    code === OpCode.AwaitTask ||
    code === OpCode.AwaitCount ||
    code === OpCode.AwaitSignal ||
    code === OpCode.AwaitSignalAsync ||
    code === OpCode.SpinSignal ||
    code === OpCode.AwaitIo ||
    code === OpCode.Join
  );
}
