import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edit } from '../../../src/predict/edit.js';
import { applyEdits, isNotApplicable } from '../../../src/predict/edits/apply-edits.js';
import { rules } from '../../../src/predict/edits/registry.js';
import type { Plan } from '../../../src/predict/plan.js';
import { predict } from '../../../src/predict/predict.js';
import { replayEdits } from '../../../src/predict/replay-edits.js';
import { simulate } from '../../../src/predict/simulate.js';
import { randomPlan } from './random-plan.js';
import { replayOf } from './replay-of.js';

const whole = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
const percent = whole(1, 100).map((value) => value / 100);

/** Edits that are the same work done elsewhere, in another order or by others. */
const movingEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constant('pool-size' as const), pool: fc.constant(0), threads: whole(1, 8) }),
  fc.record({ kind: fc.constant('concurrent-tasks' as const), pool: fc.constant(0), tasks: whole(1, 4) }),
  fc.record({ kind: fc.constant('shard-lock' as const), lock: whole(0, 1), shards: whole(2, 8) }),
  fc.record({ kind: fc.constant('reader-writer-lock' as const), lock: whole(0, 1), readShare: percent }),
  fc.record({
    kind: fc.constant('shorten-hold' as const),
    lock: whole(0, 1),
    share: percent,
    moved: fc.constant(true),
  }),
  fc.record({ kind: fc.constant('submit-together' as const), pool: fc.constant(0) }),
  fc.record({ kind: fc.constant('move-work-to-workers' as const), pool: fc.constant(0), share: percent }),
  fc.record({ kind: fc.constant('longest-first' as const), pool: fc.constant(0) }),
  fc.record({ kind: fc.constant('cores' as const), cores: whole(1, 16) }),
);
const otherEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constant('batch-tasks' as const), pool: fc.constant(0), size: whole(2, 6) }),
  fc.record({ kind: fc.constant('split-tasks' as const), pool: fc.constant(0), parts: whole(2, 4) }),
  fc.record({ kind: fc.constant('share-instead-of-clone' as const), pool: fc.constant(0) }),
  fc.record({ kind: fc.constant('drop-pool' as const), pool: fc.constant(0) }),
  fc.record({ kind: fc.constant('same-speed' as const), pool: fc.constant(0) }),
  fc.record({ kind: fc.constant('notify-instead-of-poll' as const) }),
);
const anyEdit = fc.oneof(movingEdit, otherEdit);

/** CPU and I/O in the plan, ns: what is to be done, whoever does it. */
function workOf({ tasks, ops, threads }: Plan): number {
  let ns = 0;
  const add = (begin: number, end: number): void => {
    for (let op = begin; op < end; op++) if ((ops.code[op] as number) <= 3) ns += ops.ns[op] as number;
  };
  for (const { body } of threads) add(...body);
  for (let row = 0; row < tasks.count; row++) {
    add(tasks.bodyBegin[row] as number, tasks.bodyEnd[row] as number);
    for (const column of ['prepareCpuNs', 'deserialiseCpuNs', 'replyCpuNs', 'handleCpuNs'] as const)
      ns += tasks[column][row] as number;
  }
  return ns;
}

const snapshot = (plan: Plan): string =>
  JSON.stringify(plan, (_, value: unknown) => (ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value));

describe('edits', () => {
  it('never change the plan they are given', () => {
    fc.assert(
      fc.property(randomPlan, fc.array(anyEdit, { maxLength: 3 }), (plan, edits) => {
        const before = snapshot(plan);
        applyEdits(plan, edits);
        expect(snapshot(plan)).toBe(before);
      }),
    );
  });

  it('leave a plan that runs to its end', () => {
    fc.assert(
      fc.property(randomPlan, fc.array(anyEdit, { maxLength: 3 }), (plan, edits) => {
        const edited = applyEdits(plan, edits);
        if (isNotApplicable(edited)) return;
        const run = simulate(edited, { seed: 1 });
        expect(run.stuck).toBe(false);
        expect(run.tasksDone).toBe(edited.tasks.count);
      }),
    );
  });

  it('conserve the work where they only move it', () => {
    fc.assert(
      fc.property(randomPlan, fc.array(movingEdit, { maxLength: 3 }), (plan, edits) => {
        const edited = applyEdits(plan, edits);
        if (!isNotApplicable(edited)) expect(workOf(edited) / workOf(plan)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('conserve what tasks do when they are batched or split', () => {
    const regroup = fc.oneof(
      fc.record({ kind: fc.constant('batch-tasks' as const), pool: fc.constant(0), size: whole(2, 6) }),
      fc.record({ kind: fc.constant('split-tasks' as const), pool: fc.constant(0), parts: whole(2, 4) }),
    );
    const bodies = (plan: Plan): number => {
      const free = new Float64Array(plan.tasks.count);
      return workOf({
        ...plan,
        tasks: { ...plan.tasks, prepareCpuNs: free, deserialiseCpuNs: free, replyCpuNs: free, handleCpuNs: free },
      });
    };
    fc.assert(
      fc.property(randomPlan, regroup, (plan, edit) => {
        const edited = applyEdits(plan, [edit]);
        if (!isNotApplicable(edited)) expect(bodies(edited) / bodies(plan)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('give a reason where they do not apply', () => {
    fc.assert(
      fc.property(randomPlan, anyEdit, (plan, edit) => {
        const edited = applyEdits(plan, [edit]);
        if (isNotApplicable(edited)) expect(edited.notApplicable).toMatch(/^[A-Z].*\.$/);
      }),
    );
    expect(Object.keys(rules).length).toBeGreaterThan(20);
  });
});

describe('a replay with edits', () => {
  const makespan = (plan: Plan, edits: Edit[]): number => {
    const edited = replayEdits({ plan, base: simulate(plan, { seed: 1 }), seed: 1 }, edits);
    if (isNotApplicable(edited)) throw new Error(edited.notApplicable);
    return edited.makespanNs;
  };

  it('is the recorded run where there are none', () => {
    fc.assert(
      fc.property(randomPlan, (plan) => {
        const prediction = predict(replayOf(plan), []);
        expect(prediction).toMatchObject({ speedUp: 1, makespanNs: simulate(plan, { seed: 1 }).makespanNs });
      }),
      { numRuns: 20 },
    );
  });

  it('never gets longer by more cores', () => {
    fc.assert(
      fc.property(randomPlan, whole(1, 16), whole(1, 16), (plan, a, b) => {
        const [fewer, more] = [Math.min(a, b), Math.max(a, b)].map((cores) =>
          cores === plan.cores ? makespan(plan, []) : makespan(plan, [{ kind: 'cores', cores }]),
        ) as [number, number];
        expect(more).toBeLessThanOrEqual(fewer);
      }),
    );
  });

  it('never gets longer by a shorter hold', () => {
    fc.assert(
      fc.property(randomPlan, whole(0, 1), whole(1, 100), whole(1, 100), fc.boolean(), (plan, lock, a, b, moved) => {
        const shorten = (share: number): Edit => ({ kind: 'shorten-hold', lock, share: share / 100, moved });
        if (isNotApplicable(applyEdits(plan, [shorten(1)]))) return;
        const longer = makespan(plan, [shorten(Math.min(a, b))]);
        const shorter = makespan(plan, [shorten(Math.max(a, b))]);
        expect(shorter).toBeLessThanOrEqual(longer);
        expect(longer).toBeLessThanOrEqual(makespan(plan, []));
      }),
      { numRuns: 40 },
    );
  });

  it('is the same whatever threads are called', () => {
    fc.assert(
      fc.property(randomPlan, anyEdit, (plan, edit) => {
        const renamed: Plan = {
          ...plan,
          threads: plan.threads.map((thread, at) => ({ ...thread, name: `other ${plan.threads.length - at}` })),
        };
        expect(predict(replayOf(renamed), [edit], 100_000)).toEqual(predict(replayOf(plan), [edit], 100_000));
      }),
      { numRuns: 20 },
    );
  });

  it('gives the same bytes for the same seed', () => {
    fc.assert(
      fc.property(randomPlan, anyEdit, whole(1, 1000), (plan, edit, seed) => {
        const once = JSON.stringify(predict(replayOf(plan, { seed }), [edit], 100_000));
        expect(JSON.stringify(predict(replayOf(plan, { seed }), [edit], 100_000))).toBe(once);
      }),
      { numRuns: 20 },
    );
  });
});
