import { OpCode, type PlanLock } from '../plan.js';
import { notApplicable, type RuleOf } from './edit-rule.js';

export const notifyInsteadOfPoll: RuleOf<'notify-instead-of-poll'> = {
  apply(plan) {
    const code = plan.ops.code.slice();
    let polls = 0;
    for (let op = 0; op < code.length; op++) {
      if (code[op] !== OpCode.SpinSignal) continue;
      code[op] = OpCode.AwaitSignal;
      polls++;
    }
    const spinning = plan.locks.some(({ kind }) => kind === 'spin');
    if (polls === 0 && !spinning) return notApplicable('No thread was seen to poll.');
    const locks = plan.locks.map((lock): PlanLock => (lock.kind === 'spin' ? { ...lock, kind: 'blocking' } : lock));
    return { ...plan, locks, ops: { ...plan.ops, code } };
  },
  describe: () => 'waiting threads sleep and are notified instead of looking again and again',
  assumptions: () => ['Whoever changes what is waited for notifies those who wait.'],
};
