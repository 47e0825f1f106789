import { createRandom } from '../../statistics/random.js';
import type { Plan, PlanLock } from '../plan.js';
import { isNotApplicable, notApplicable, type RuleOf } from './edit-rule.js';
import { findLocks, findSections } from './lock-sections.js';
import { nameLock } from './names.js';

/** One lock becomes several; each acquisition takes one of them, drawn evenly. */
export const shardLock: RuleOf<'shard-lock'> = {
  apply(plan, { lock, shards }) {
    const count = Math.floor(shards);
    if (!(count >= 2)) return notApplicable('One shard is the lock as it is.');
    const sections = findSections(plan, lock);
    if (isNotApplicable(sections)) return sections;
    const locks: PlanLock[] = [...plan.locks];
    const shardsOf = new Map<number, number[]>();
    for (const index of findLocks(plan, lock)) {
      const copies = Array.from({ length: count - 1 }, () => locks.push({ ...(plan.locks[index] as PlanLock) }) - 1);
      shardsOf.set(index, [index, ...copies]);
    }
    const arg = plan.ops.arg.slice();
    // Which data an acquisition is about is not recorded, so that it hits any shard is as likely.
    const random = createRandom(lock);
    for (let at = 0; at < sections.count; at++) {
      const lockOp = sections.lockOp[at] as number;
      const choices = shardsOf.get(arg[lockOp] as number) as number[];
      const shard = choices[Math.floor(random() * choices.length)] as number;
      arg[lockOp] = shard;
      arg[sections.unlockOp[at] as number] = shard;
    }
    return { ...plan, locks, ops: { ...plan.ops, arg } } satisfies Plan;
  },
  describe: ({ lock, shards }, profile) => `${nameLock(profile, lock)} split into ${shards} locks`,
  assumptions: ({ shards }) => [
    `What the lock protects can be split ${shards} ways, and the accesses spread over the parts evenly.`,
    'No acquisition needs two parts at once.',
  ],
};
