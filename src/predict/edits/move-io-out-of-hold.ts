import { OpCode, type Plan } from '../plan.js';
import { isNotApplicable, notApplicable, type RuleOf } from './edit-rule.js';
import { findLocks, findSections, isIo, type Sections, sumInside } from './lock-sections.js';
import { emitMovedWork } from './moved-work.js';
import { nameLock } from './names.js';
import { releaseTriggers } from './submit-together.js';

/** Of a thread's tasks, the share that must end under the lock for the lock to be what keeps them from running together. */
const MOST = 0.5;

export const moveIoOutOfHold: RuleOf<'move-io-out-of-hold'> = {
  apply(plan, { lock }) {
    const sections = findSections(plan, lock);
    if (isNotApplicable(sections)) return sections;
    const waits = countTaskWaits(plan, sections);
    if (sumInside(plan, sections, isIo) === 0 && waits.every((count) => count === 0))
      return notApplicable('Its holder never waits for I/O, a timer or a task while holding it.');
    const moved = emitMovedWork(plan, sections, (code) => (isIo(code) || isTaskWait(code) ? 1 : 0));
    return releaseTasks(moved, lock, waits);
  },
  describe: ({ lock }, profile) => `waits moved out of the holds of ${nameLock(profile, lock)}`,
  assumptions: () => [
    'What is waited for does not need the lock: it is done before taking it, and takes as long as it did.',
    'Whoever answers serves more requests at a time as fast as it served one.',
  ],
};

/** A task handed over and awaited under the lock is waited for like I/O. */
function isTaskWait(code: number): boolean {
  return code === OpCode.Submit || code === OpCode.AwaitTask || code === OpCode.AwaitCount;
}

/** By thread: waits for tasks in its own code while it holds the lock. */
function countTaskWaits({ threads, ops }: Plan, { count, lockOp, unlockOp }: Sections): number[] {
  const waits = new Int32Array(ops.count);
  for (let at = 0; at < count; at++) {
    for (let op = lockOp[at] as number; op < (unlockOp[at] as number); op++) {
      const code = ops.code[op] as number;
      if (code === OpCode.AwaitTask || code === OpCode.AwaitCount) waits[op] = 1;
    }
  }
  return threads.map(({ body: [begin, end] }) => waits.subarray(begin, end).reduce((sum, one) => sum + one, 0));
}

/** Tasks that followed one another because each was awaited under the lock run together: as many as waited for it. */
function releaseTasks(plan: Plan, lock: number, waits: readonly number[]): Plan {
  const [index] = findLocks(plan, lock);
  const window = plan.locks[index ?? -1]?.contenders;
  const rows: number[] = [];
  const submitted = new Int32Array(plan.threads.length);
  for (const submitter of plan.tasks.submitter) submitted[submitter] = (submitted[submitter] as number) + 1;
  for (let row = 0; row < plan.tasks.count; row++) {
    const submitter = plan.tasks.submitter[row] as number;
    if ((waits[submitter] as number) > MOST * (submitted[submitter] as number)) rows.push(row);
  }
  return rows.length === 0 ? plan : releaseTriggers(plan, rows, window);
}
