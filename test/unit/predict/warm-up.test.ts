import { describe, expect, it } from 'vitest';
import { splitWarmUp } from '../../../src/predict/building/warm-up.js';
import { simulate } from '../../../src/predict/simulate.js';
import { apply, makespanMs, MS, pooled, times, totalCpuMs } from './edit-harness.js';
import { compute } from './plan-builder.js';

/** Two workers; each of them runs every other task, the first two more slowly. */
const recorded = (lengths: (turn: number) => number) =>
  pooled(times(24, (row) => ({ body: [compute(lengths(row >> 1) * MS)] })));
const ROWS = [
  new Int32Array(),
  Int32Array.from(times(12, (at) => 2 * at)),
  Int32Array.from(times(12, (at) => 2 * at + 1)),
];

describe('what the first tasks of a worker cost for being the first', () => {
  const cold = recorded((turn) => [30, 14][turn] ?? 10 + (turn % 2) * 0.1);
  const split = splitWarmUp(cold, ROWS);

  it('belongs to the worker, and the work in all stays the same', () => {
    const [first = 0, second = 0, ...rest] = split.pools[0]?.warmUpNs ?? [];
    expect(first / MS).toBeCloseTo(20, 0);
    expect(second / MS).toBeCloseTo(4, 0);
    expect(rest).toEqual([]);
    expect(totalCpuMs(split)).toBeCloseTo(totalCpuMs(cold), 6);
    expect(makespanMs(split)).toBeCloseTo(makespanMs(cold), 0);
  });

  it('is paid by fewer workers less often, by more workers more often', () => {
    const cpuWith = (threads: number): number => totalCpuMs(apply(split, { kind: 'pool-size', pool: 0, threads }));
    expect(totalCpuMs(split) - cpuWith(1)).toBeCloseTo(24, 0);
    expect(cpuWith(4) - totalCpuMs(split)).toBeCloseTo(48, 0);
  });

  it('waits in a crowd for Node to compile for all of them', () => {
    const crowd = apply(split, { kind: 'pool-size', pool: 0, threads: 12 });
    expect((crowd.pools[0]?.warmUpNs?.[0] as number) / (split.pools[0]?.warmUpNs?.[0] as number)).toBeCloseTo(2);
  });

  it('is paid once for a batch', () => {
    const batched = apply(split, { kind: 'batch-tasks', pool: 0, size: 2 });
    expect((batched.pools[0]?.warmUpNs ?? []).map((ns) => Math.round(ns / MS))).toEqual([24]);
  });

  it('is not made up where tasks differ anyway', () => {
    const uneven = recorded((turn) => [30, 4, 55, 12, 40, 9, 33, 2, 61, 18, 27, 5][turn] ?? 10);
    expect(splitWarmUp(uneven, ROWS)).toBe(uneven);
  });
});

describe('a request that is dear to write', () => {
  it('is written when a worker is free, by the submitter, before it looks at the reply', () => {
    const task = { cloneCpuNs: 5 * MS, handleCpuNs: 3 * MS, body: [compute(10 * MS)] };
    const plan = pooled(
      times(3, () => task),
      { threads: 1 },
    );
    // 5 to write the first, then each time 10 in the worker and 5 to write the next; the last reply is handled for 3.
    expect(makespanMs(plan)).toBeCloseTo(5 + 10 + 5 + 10 + 5 + 10 + 3);
    expect((simulate(plan, { seed: 1 }).threads[0]?.onCpuNs as number) / MS).toBeCloseTo(3 * 8);
  });

  it('is written at once for a worker that has a queue of its own', () => {
    const task = { cloneCpuNs: 5 * MS, body: [compute(10 * MS)], pinnedTo: 1 };
    expect(makespanMs(pooled(times(3, () => task)))).toBeCloseTo(5 + 30);
  });
});
