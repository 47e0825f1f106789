import { describe, expect, it } from 'vitest';
import type { Edit } from '../../../src/predict/edit.js';
import { assumptionsOf } from '../../../src/predict/edits/apply-edits.js';
import { rules } from '../../../src/predict/edits/registry.js';
import { OpCode, Trigger } from '../../../src/predict/plan.js';
import { simulate } from '../../../src/predict/simulate.js';
import { apply, makespanMs, MS, pooled, times, totalCpuMs, whyNot } from './edit-harness.js';
import {
  awaitIo,
  awaitSignal,
  awaitTask,
  blockIo,
  compute,
  planOf,
  signal,
  submit,
  type TaskSpec,
} from './plan-builder.js';

describe('edits of a pool', () => {
  it('pool-size: more threads for work that waits', () => {
    const plan = pooled(times(8, () => ({ body: [blockIo(10 * MS)] })));
    expect(makespanMs(plan)).toBeCloseTo(40);
    expect(makespanMs(apply(plan, { kind: 'pool-size', pool: 0, threads: 8 }))).toBeCloseTo(10);
    expect(makespanMs(apply(plan, { kind: 'pool-size', pool: 0, threads: 1 }))).toBeCloseTo(80);
    expect(whyNot(plan, { kind: 'pool-size', pool: 0, threads: 2 })).toContain('2 threads already');
    expect(whyNot(plan, { kind: 'pool-size', pool: 7, threads: 2 })).toContain('no pool 7');
  });

  it('pool-size: hand-made workers have no such option', () => {
    const plan = { ...pooled([{ body: [compute(MS)], pinnedTo: 1 }]) };
    const pinned = { ...plan, pools: plan.pools.map((pool) => ({ ...pool, pinned: true })) };
    expect(whyNot(pinned, { kind: 'pool-size', pool: 0, threads: 4 })).toContain('made by hand');
  });

  it('concurrent-tasks: what awaits overlaps, what computes does not', () => {
    const waiting = pooled(times(8, () => ({ body: [awaitIo(10 * MS)] })));
    expect(makespanMs(apply(waiting, { kind: 'concurrent-tasks', pool: 0, tasks: 4 }))).toBeCloseTo(10);
    const computing = pooled(times(8, () => ({ body: [compute(10 * MS)] })));
    expect(makespanMs(apply(computing, { kind: 'concurrent-tasks', pool: 0, tasks: 4 }))).toBeCloseTo(40);
  });

  it('pool-policy: starts with few threads and adds some', () => {
    const plan = pooled(times(40, () => ({ body: [blockIo(10 * MS)] })));
    const policy = { minThreads: 1, initialThreads: 1, maxThreads: 8, scaleUpAt: 0.7, scaleDownAt: 0.2 };
    const adaptive = makespanMs(apply(plan, { kind: 'pool-policy', pool: 0, policy }));
    expect(adaptive).toBeLessThan(makespanMs(plan));
    expect(adaptive).toBeGreaterThanOrEqual(50);
    const broken = { ...policy, initialThreads: 9 };
    expect(whyNot(plan, { kind: 'pool-policy', pool: 0, policy: broken })).toContain('contradict');
  });

  it('drop-pool: tasks take turns on the submitter, without messages', () => {
    const plan = pooled(times(4, () => ({ body: [compute(10 * MS)], deserialiseCpuNs: 5 * MS, replyCpuNs: 5 * MS })));
    expect(makespanMs(plan)).toBeCloseTo(40);
    expect(makespanMs(apply(plan, { kind: 'drop-pool', pool: 0 }))).toBeCloseTo(40);
    const run = simulate(apply(plan, { kind: 'drop-pool', pool: 0 }), { seed: 1 });
    expect(run.threads.map(({ onCpuNs }) => onCpuNs / MS)).toEqual([40, 0, 0]);
  });

  it('longest-first: the giant no longer comes last', () => {
    const plan = pooled([...times(6, () => ({ body: [compute(10 * MS)] })), { body: [compute(60 * MS)] }]);
    expect(makespanMs(plan)).toBeCloseTo(90);
    expect(makespanMs(apply(plan, { kind: 'longest-first', pool: 0 }))).toBeCloseTo(60);
    const sorted = apply(plan, { kind: 'longest-first', pool: 0 });
    expect(whyNot(sorted, { kind: 'longest-first', pool: 0 })).toContain('before it');
  });

  it('longest-first: keeps to what is submitted together', () => {
    const round = (after: number, ms: number): TaskSpec => ({ triggerArg: after, body: [compute(ms * MS)] });
    const plan = pooled([round(0, 1), round(0, 2), round(2, 3), round(2, 4)]);
    const edited = apply(plan, { kind: 'longest-first', pool: 0 });
    const lengths = times(4, (row) => edited.ops.ns[edited.tasks.bodyBegin[row] as number] as number);
    expect(lengths).toEqual([2 * MS, 1 * MS, 4 * MS, 3 * MS]);
  });

  it('split-tasks: only the long one, into equal parts that run side by side', () => {
    const plan = pooled([{ body: [compute(90 * MS)] }, ...times(2, () => ({ body: [compute(10 * MS)] }))]);
    expect(makespanMs(plan)).toBeCloseTo(90);
    const edited = apply(plan, { kind: 'split-tasks', pool: 0, parts: 4 });
    expect(edited.tasks.count).toBe(6);
    expect(makespanMs(edited)).toBeCloseTo(55);
    const even = pooled(times(4, () => ({ body: [compute(MS)] })));
    expect(whyNot(even, { kind: 'split-tasks', pool: 0, parts: 2 })).toContain('fair share');
  });

  it('split-tasks: who waited for the task waits for all its parts', () => {
    const plan = pooled([
      { body: [compute(30 * MS)] },
      { body: [compute(2 * MS)] },
      { body: [compute(2 * MS)], triggerArg: 2 },
      { body: [compute(2 * MS)], trigger: Trigger.AfterTask, triggerArg: 0 },
    ]);
    const edited = apply(plan, { kind: 'split-tasks', pool: 0, parts: 3 });
    expect([...edited.tasks.triggerArg]).toEqual([0, 0, 0, 0, 4, 2]);
    expect(makespanMs(edited)).toBeLessThan(makespanMs(plan));
  });

  it('batch-tasks: what comes with a message is paid once, the work stays', () => {
    const plan = pooled(
      times(100, () => ({ body: [compute(1000)], prepareCpuNs: 10_000, handleCpuNs: 20_000, replyCpuNs: 5000 })),
    );
    const edited = apply(plan, { kind: 'batch-tasks', pool: 0, size: 10 });
    expect(edited.tasks.count).toBe(10);
    expect(makespanMs(plan)).toBeGreaterThanOrEqual(3);
    expect(makespanMs(edited)).toBeLessThan(0.4);
    const { threads } = simulate(edited, { seed: 1 });
    expect((threads[1]?.onCpuNs ?? 0) + (threads[2]?.onCpuNs ?? 0)).toBeCloseTo(100 * 1000 + 10 * 5000);
  });

  it('batch-tasks: what is in the messages is paid as before', () => {
    const plan = pooled(times(10, () => ({ body: [compute(1000)], prepareCpuNs: MS })));
    const [main] = simulate(apply(plan, { kind: 'batch-tasks', pool: 0, size: 5 }), { seed: 1 }).threads;
    expect((main?.onCpuNs ?? 0) / MS).toBeCloseTo(10 - 8 * 0.03);
  });

  it('batch-tasks: not where each waits for the one before', () => {
    const plan = pooled(times(6, (at) => ({ body: [compute(MS)], triggerArg: at })));
    expect(whyNot(plan, { kind: 'batch-tasks', pool: 0, size: 3 })).toContain('one by one');
    expect(
      apply(plan, { kind: 'submit-together', pool: 0 }, { kind: 'batch-tasks', pool: 0, size: 3 }).tasks.count,
    ).toBe(2);
  });

  it('submit-together: one by one becomes all at once, or a window', () => {
    const plan = pooled(
      times(8, (at) => ({ body: [compute(10 * MS)], triggerArg: at })),
      { threads: 4 },
    );
    expect(makespanMs(plan)).toBeCloseTo(80);
    expect(makespanMs(apply(plan, { kind: 'submit-together', pool: 0 }))).toBeCloseTo(20);
    expect(makespanMs(apply(plan, { kind: 'submit-together', pool: 0, window: 2 }))).toBeCloseTo(40);
    const together = pooled(times(4, () => ({ body: [compute(MS)] })));
    expect(whyNot(together, { kind: 'submit-together', pool: 0 })).toContain('already');
  });

  it('submit-together: awaits in the submitting code move to its end', () => {
    const tasks = times(4, () => ({ pool: 0, trigger: Trigger.AfterOp, body: [compute(10 * MS)] }));
    const plan = planOf({
      cores: 5,
      threads: [
        { ops: tasks.flatMap((_, at) => [submit(at), awaitTask(at)]) },
        ...times(4, () => ({ pool: 0, start: 'pool' as const })),
      ],
      pools: [{}],
      tasks,
    });
    expect(makespanMs(plan)).toBeCloseTo(40);
    expect(makespanMs(apply(plan, { kind: 'submit-together', pool: 0 }))).toBeCloseTo(10);
  });

  it('move-work-to-workers: what the submitter did is done side by side', () => {
    const plan = pooled(times(4, () => ({ body: [compute(MS)], prepareCpuNs: 10 * MS, handleCpuNs: 10 * MS })));
    expect(makespanMs(plan)).toBeGreaterThanOrEqual(80);
    const edited = apply(plan, { kind: 'move-work-to-workers', pool: 0, share: 1 });
    expect(makespanMs(edited)).toBeCloseTo(42);
    expect(totalCpuMs(edited)).toBeCloseTo(totalCpuMs(plan));
  });

  it('share-instead-of-clone: costs of large messages go, those of being a message stay', () => {
    const plan = pooled(times(4, () => ({ body: [compute(MS)], deserialiseCpuNs: 10 * MS, replyCpuNs: 0.01 * MS })));
    expect(totalCpuMs(apply(plan, { kind: 'share-instead-of-clone', pool: 0 }))).toBeCloseTo(4 * (1 + 0.03 + 0.01));
    const small = pooled(times(4, () => ({ body: [compute(MS)], deserialiseCpuNs: 10_000 })));
    expect(whyNot(small, { kind: 'share-instead-of-clone', pool: 0 })).toContain('so small');
  });

  it('faster-code: part of what the threads named compute is gone', () => {
    const plan = pooled(times(4, () => ({ body: [compute(10 * MS)] })));
    const saving = (share: number) => ({ share, low: share, high: share });
    const edit = (threads: number[], share: number): Edit => ({
      kind: 'faster-code',
      site: -1,
      what: 'loops swapped',
      threads: threads.map((thread) => ({ thread, ...saving(share) })),
    });
    expect(totalCpuMs(apply(plan, edit([1, 2], 0.75)))).toBeCloseTo(10);
    expect(whyNot(plan, edit([1], 0))).toContain('saves none');
    expect(whyNot(plan, edit([99], 0.5))).toContain('saves none');
  });

  it('same-speed: the slow mode becomes as fast as the fast one', () => {
    const plan = pooled(times(20, (at) => ({ body: [compute((at % 2 === 0 ? 10 : 40) * MS)] })));
    expect(totalCpuMs(apply(plan, { kind: 'same-speed', pool: 0 }))).toBeCloseTo(200);
    const even = pooled(times(20, (at) => ({ body: [compute((10 + at / 10) * MS)] })));
    expect(whyNot(even, { kind: 'same-speed', pool: 0 })).toContain('one speed');
  });
});

it('every edit names what it assumes, in sentences', () => {
  const plan = pooled([{ body: [compute(MS)] }]);
  const samples: Record<Edit['kind'], Edit> = {
    'pool-size': { kind: 'pool-size', pool: 0, threads: 2 },
    'concurrent-tasks': { kind: 'concurrent-tasks', pool: 0, tasks: 2 },
    'pool-policy': {
      kind: 'pool-policy',
      pool: 0,
      policy: { minThreads: 1, initialThreads: 1, maxThreads: 2, scaleUpAt: 0.7, scaleDownAt: 0.2 },
    },
    'shard-lock': { kind: 'shard-lock', lock: 0, shards: 2 },
    'reader-writer-lock': { kind: 'reader-writer-lock', lock: 0, readShare: 0.5 },
    'shorten-hold': { kind: 'shorten-hold', lock: 0, share: 0.5, moved: true },
    'move-io-out-of-hold': { kind: 'move-io-out-of-hold', lock: 0 },
    'lock-to-atomic': { kind: 'lock-to-atomic', lock: 0 },
    'batch-tasks': { kind: 'batch-tasks', pool: 0, size: 2 },
    'batch-messages': { kind: 'batch-messages', size: 2 },
    'share-instead-of-clone': { kind: 'share-instead-of-clone', pool: 0 },
    'submit-together': { kind: 'submit-together', pool: 0 },
    'remove-sync-wait': { kind: 'remove-sync-wait' },
    'drop-pool': { kind: 'drop-pool', pool: 0 },
    'move-work-to-workers': { kind: 'move-work-to-workers', pool: 0, share: 0.5 },
    'reuse-workers': { kind: 'reuse-workers', threads: 1 },
    'notify-instead-of-poll': { kind: 'notify-instead-of-poll' },
    'longest-first': { kind: 'longest-first', pool: 0 },
    'split-tasks': { kind: 'split-tasks', pool: 0, parts: 2 },
    'remove-gc': { kind: 'remove-gc' },
    'same-speed': { kind: 'same-speed', pool: 0 },
    'faster-code': {
      kind: 'faster-code',
      site: -1,
      what: 'loops swapped',
      threads: [{ thread: 1, share: 0.5, low: 0.4, high: 0.6 }],
    },
    cores: { kind: 'cores', cores: 4 },
  };
  expect(Object.keys(samples).sort()).toEqual(Object.keys(rules).sort());
  for (const edit of Object.values(samples)) {
    const assumptions = assumptionsOf(edit, plan);
    expect(assumptions.length, edit.kind).toBeGreaterThan(0);
    for (const sentence of assumptions) expect(sentence, edit.kind).toMatch(/^[A-Z0-9].*\.$/);
  }
});

it('split-tasks: who is told by a task is told once, by its last part', () => {
  const plan = planOf({
    cores: 4,
    threads: [{}, { pool: 0, start: 'pool' }, { pool: 0, start: 'pool' }, { ops: [awaitSignal(0, 1), compute(MS)] }],
    pools: [{}],
    tasks: [
      { pool: 0, body: [compute(40 * MS), signal(0)] },
      { pool: 0, body: [compute(MS)] },
    ],
    signals: 1,
  });
  const edited = apply(plan, { kind: 'split-tasks', pool: 0, parts: 2 });
  expect([...edited.ops.code].filter((code) => code === OpCode.Signal).length).toBe(1);
  expect(makespanMs(edited)).toBeLessThan(makespanMs(plan));
});

it("Node's own threads collect less where less garbage is made, and compile as much while workers start", () => {
  const plan = planOf({
    cores: 4,
    threads: [{}, { pool: 0, start: 'pool' }, { helper: true, ops: [compute(40 * MS), [OpCode.Compute, 1, 20 * MS]] }],
    pools: [{}],
    tasks: [{ pool: 0, body: [compute(100 * MS)] }],
  });
  const threads = [{ thread: 1, share: 0.001, low: 0.001, high: 0.001 }];
  const edit = { kind: 'faster-code', site: -1, what: 'Using memory again', threads } as const;
  const helperMs = (given: Edit): number => (simulate(apply(plan, given), { seed: 1 }).threads[2]?.onCpuNs ?? 0) / MS;
  expect(helperMs(edit)).toBeCloseTo(60, 0);
  expect(helperMs({ ...edit, collecting: 0.75 })).toBeCloseTo(30, 0);
});

it("Node's own threads do less where the program computes less, and as much where work only moves", () => {
  const plan = planOf({
    cores: 4,
    threads: [{}, { pool: 0, start: 'pool' }, { helper: true, ops: [compute(40 * MS)] }],
    pools: [{}],
    tasks: [{ pool: 0, body: [compute(10 * MS)], deserialiseCpuNs: 30.03 * MS }],
  });
  const helperMs = (edit: Edit): number => (simulate(apply(plan, edit), { seed: 1 }).threads[2]?.onCpuNs ?? 0) / MS;
  expect(helperMs({ kind: 'share-instead-of-clone', pool: 0 })).toBeCloseTo(10, 0);
  expect(helperMs({ kind: 'pool-size', pool: 0, threads: 2 })).toBeCloseTo(40);
});
