import { describe, expect, it } from 'vitest';
import type { Edit } from '../../../src/predict/edit.js';
import { type Plan } from '../../../src/predict/plan.js';
import { apply, makespanMs, MS, pooled, times, totalCpuMs, whyNot } from './edit-harness.js';
import {
  awaitCount,
  awaitSignal,
  blockIo,
  compute,
  lock,
  planOf,
  signal,
  spawn,
  spinSignal,
  type TaskSpec,
  unlock,
} from './plan-builder.js';

describe('edits of a lock', () => {
  const holding = (hold: TaskSpec['body'] = [compute(10 * MS)]): Plan =>
    planOf({
      cores: 4,
      threads: times(4, () => ({ ops: times(10, () => [lock(), ...hold, unlock(), compute(MS)]).flat() })),
      locks: [{}],
    });

  it('shorten-hold: the work goes, or is done outside', () => {
    const plan = holding();
    expect(makespanMs(plan)).toBeGreaterThanOrEqual(400);
    const less = apply(plan, { kind: 'shorten-hold', lock: 0, share: 0.9, moved: false });
    expect(totalCpuMs(less)).toBeCloseTo(40 * 2);
    const moved = apply(plan, { kind: 'shorten-hold', lock: 0, share: 1, moved: true });
    expect(totalCpuMs(moved)).toBeCloseTo(totalCpuMs(plan));
    expect(makespanMs(moved)).toBeCloseTo(110);
    expect(whyNot(holding([]), { kind: 'shorten-hold', lock: 0, share: 0.5, moved: false })).toContain('empty');
  });

  it('shard-lock: threads meet less often, the more shards the less', () => {
    const plan = holding();
    const [two, many] = [2, 64].map((shards) => makespanMs(apply(plan, { kind: 'shard-lock', lock: 0, shards })));
    expect(two).toBeLessThan(350);
    expect(many).toBeLessThan(two as number);
    expect(many).toBeGreaterThanOrEqual(110);
  });

  it('reader-writer-lock: readers share', () => {
    const plan = holding();
    expect(makespanMs(apply(plan, { kind: 'reader-writer-lock', lock: 0, readShare: 1 }))).toBeCloseTo(110);
    expect(whyNot(plan, { kind: 'reader-writer-lock', lock: 0, readShare: 0 })).toContain('nobody only reads');
  });

  it('move-io-out-of-hold: the wait is no longer under the lock', () => {
    const plan = holding([compute(MS), blockIo(10 * MS)]);
    expect(makespanMs(plan)).toBeGreaterThanOrEqual(440);
    expect(makespanMs(apply(plan, { kind: 'move-io-out-of-hold', lock: 0 }))).toBeLessThan(160);
    expect(whyNot(holding(), { kind: 'move-io-out-of-hold', lock: 0 })).toContain('never waits');
  });

  it('move-io-out-of-hold: tasks awaited under a lock of the submitter run together', () => {
    const tasks = times(8, (at) => ({ pool: 0, triggerArg: at, body: [compute(10 * MS)] }));
    const ops = times(8, (at) => [lock(), awaitCount(at + 1), compute(MS), unlock()]).flat();
    const plan = planOf({
      cores: 5,
      threads: [{ ops }, ...times(4, () => ({ pool: 0, start: 'pool' as const }))],
      pools: [{}],
      locks: [{ kind: 'async', handOff: 'fifo', contenders: 8 }],
      tasks,
    });
    expect(makespanMs(plan)).toBeGreaterThanOrEqual(80);
    expect(makespanMs(apply(plan, { kind: 'move-io-out-of-hold', lock: 0 }))).toBeLessThan(35);
  });

  it('lock-to-atomic: only where the hold is as short', () => {
    const short = holding([compute(500)]);
    const plan = { ...short, machine: { ...short.machine, atomicNs: 20 } };
    expect(totalCpuMs(apply(plan, { kind: 'lock-to-atomic', lock: 0 }))).toBeCloseTo(40 + (40 * 20) / MS, 3);
    expect(whyNot(holding(), { kind: 'lock-to-atomic', lock: 0 })).toContain('more is done in them');
  });

  it('refuses a lock that one task takes and another releases', () => {
    const plan = pooled([{ body: [lock()] }, { body: [unlock()] }]);
    const loose = { ...plan, locks: [{ id: 0, kind: 'async' as const, handOff: 'fifo' as const, permits: 1 }] };
    expect(whyNot(loose, { kind: 'shard-lock', lock: 0, shards: 2 })).toContain('another releases it');
  });
});

describe('edits of the run', () => {
  it('remove-sync-wait: goes on until the next call', () => {
    const calls = times(3, (at) => [signal(0), awaitSignal(1, at + 1), compute(10 * MS)]).flat();
    const serves = times(3, (at) => [awaitSignal(0, at + 1), compute(10 * MS), signal(1)]).flat();
    const plan = planOf({ cores: 2, threads: [{ ops: calls }, { ops: serves }], signals: 2 });
    expect(makespanMs(plan)).toBeCloseTo(60);
    expect(makespanMs(apply(plan, { kind: 'remove-sync-wait' }))).toBeCloseTo(30);
  });

  it('remove-sync-wait: a barrier is no call', () => {
    const meet = [compute(MS), signal(0), awaitSignal(0, 2), compute(MS)];
    const plan = planOf({ cores: 2, threads: [{ ops: meet }, { ops: meet }], signals: 1 });
    expect(whyNot(plan, { kind: 'remove-sync-wait' })).toContain('No thread blocks');
  });

  it('notify-instead-of-poll: waiting no longer takes a core', () => {
    const plan = planOf({
      cores: 1,
      machine: { timeSliceNs: MS },
      threads: [{ ops: [spinSignal(0, 1)] }, { ops: [compute(10 * MS), signal(0)] }],
      signals: 1,
    });
    expect(makespanMs(plan)).toBeGreaterThan(15);
    expect(makespanMs(apply(plan, { kind: 'notify-instead-of-poll' }))).toBeCloseTo(10);
  });

  it('reuse-workers: the first few are started, the others are not paid for', () => {
    const plan = planOf({
      cores: 1,
      threads: [
        { ops: times(4, (at) => spawn(at + 1, MS)) },
        ...times(4, () => ({ start: 'spawn' as const, startCpuNs: 30 * MS, ops: [compute(5 * MS)] })),
      ],
    });
    expect(totalCpuMs(plan)).toBeCloseTo(4 * 36);
    expect(totalCpuMs(apply(plan, { kind: 'reuse-workers', threads: 1 }))).toBeCloseTo(36 + 3 * 5);
    expect(whyNot(plan, { kind: 'reuse-workers', threads: 4 })).toContain('No more than 4');
  });

  it('remove-gc and batch-messages take their shares out of what threads compute', () => {
    const plan = planOf({
      cores: 2,
      threads: [{}, { gcShare: 0.5, messageShare: 0.2, ops: [compute(10 * MS)] }],
    });
    expect(totalCpuMs(apply(plan, { kind: 'remove-gc' }))).toBeCloseTo(5);
    expect(totalCpuMs(apply(plan, { kind: 'batch-messages', size: 2 }))).toBeCloseTo(9);
    const none = planOf({ cores: 2, threads: [{ ops: [compute(MS)] }] });
    expect(whyNot(none, { kind: 'remove-gc' })).toContain('No garbage');
    expect(whyNot(none, { kind: 'batch-messages', size: 2 })).toContain('No messages');
  });

  it('work that moves to workers is not taken away with what their messages cost, in whatever order', () => {
    const task = { body: [compute(MS)], prepareCpuNs: 30_000, deserialiseCpuNs: 2 * MS, handleCpuNs: 10 * MS };
    const plan = pooled(times(4, () => task));
    const move: Edit = { kind: 'move-work-to-workers', pool: 0, share: 1 };
    const others: Edit[] = [
      { kind: 'share-instead-of-clone', pool: 0 },
      { kind: 'batch-tasks', pool: 0, size: 2 },
    ];
    for (const other of others) {
      const alone = totalCpuMs(apply(plan, other));
      expect(totalCpuMs(apply(plan, other, move))).toBeCloseTo(alone, 1);
      expect(totalCpuMs(apply(plan, move, other))).toBeCloseTo(alone, 1);
    }
  });

  it('several edits are replayed together, not summed', () => {
    const plan = pooled(
      times(8, (at) => ({ body: [compute(10 * MS)], triggerArg: at })),
      { threads: 1, cores: 5 },
    );
    const edits: Edit[] = [
      { kind: 'submit-together', pool: 0 },
      { kind: 'pool-size', pool: 0, threads: 2 },
    ];
    expect(edits.map((edit) => Math.round(makespanMs(apply(plan, edit))))).toEqual([80, 80]);
    expect(makespanMs(apply(plan, ...edits))).toBeCloseTo(40);
  });
});
