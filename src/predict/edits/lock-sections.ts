import { OpCode, type Plan } from '../plan.js';
import { forEachBody } from './bodies.js';
import { notApplicable, type NotApplicable } from './edit-rule.js';

/** Acquisitions of one lock, each from its Lock to its Unlock op. */
export interface Sections {
  count: number;
  lockOp: number[];
  unlockOp: number[];
  /** For each op: the section that it begins, -1 = none. */
  beginsAt: Int32Array;
}

/** Indices into Plan.locks that stand for this lock of the profile. More than one once it has been sharded. */
export function findLocks(plan: Plan, lock: number): Set<number> {
  return new Set(plan.locks.flatMap(({ id }, index) => (id === lock ? [index] : [])));
}

/** Where the lock is held. Not applicable where it is never taken, or where a hold does not end in the body it began in. */
export function findSections(plan: Plan, lock: number): Sections | NotApplicable {
  const { ops } = plan;
  const locks = findLocks(plan, lock);
  const sections: Sections = { count: 0, lockOp: [], unlockOp: [], beginsAt: new Int32Array(ops.count).fill(-1) };
  let loose = 0;
  forEachBody(plan, (begin, end) => {
    const open: { arg: number; op: number }[] = [];
    for (let op = begin; op < end; op++) {
      const code = ops.code[op] as number;
      if (code !== OpCode.Lock && code !== OpCode.Unlock) continue;
      const arg = ops.arg[op] as number;
      if (!locks.has(arg)) continue;
      if (code === OpCode.Lock) {
        open.push({ arg, op });
        continue;
      }
      const at = open.findLastIndex((entry) => entry.arg === arg);
      const [entry] = at < 0 ? [] : open.splice(at, 1);
      if (entry === undefined) loose++;
      else addSection(sections, entry.op, op);
    }
    loose += open.length;
  });
  if (loose > 0)
    return notApplicable('Holds of this lock do not end where they began: one task takes it, another releases it.');
  return sections.count === 0 ? notApplicable('No acquisition of this lock is in the replay.') : sections;
}

function addSection(sections: Sections, lockOp: number, unlockOp: number): void {
  sections.beginsAt[lockOp] = sections.count++;
  sections.lockOp.push(lockOp);
  sections.unlockOp.push(unlockOp);
}

/** True for ops whose `ns` is a duration of the program's own work or waiting, which can be shortened or moved. */
export function isWork(code: number): boolean {
  return code === OpCode.Compute || isIo(code);
}

export function isIo(code: number): boolean {
  return code === OpCode.BlockIo || code === OpCode.AwaitIo;
}

/** Sum of the durations inside all sections of the ops that `counts` picks, ns. */
export function sumInside({ ops }: Plan, sections: Sections, counts: (code: number) => boolean): number {
  let totalNs = 0;
  for (let at = 0; at < sections.count; at++) {
    for (let op = (sections.lockOp[at] as number) + 1; op < (sections.unlockOp[at] as number); op++) {
      if (counts(ops.code[op] as number)) totalNs += ops.ns[op] as number;
    }
  }
  return totalNs;
}
