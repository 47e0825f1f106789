import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../../src/predict/build-plan.js';
import { fitHandOff } from '../../../src/predict/fit-hand-off.js';
import { simulate } from '../../../src/predict/simulate.js';
import type { Plan } from '../../../src/predict/plan.js';
import { drawProfile, MS, type DrawnWait } from '../detect/draw-profile.js';
import { compute, lock, planOf, unlock } from './plan-builder.js';

/** Three threads on two cores that do little but take one lock, whose holder always has to be woken. */
const plan: Plan = planOf({
  cores: 2,
  machine: { wakeLatencyNs: 50_000 },
  threads: Array.from({ length: 3 }, () => ({
    ops: Array.from({ length: 200 }, () => [lock(), compute(10_000), unlock(), compute(5_000)]).flat(),
  })),
  locks: [{}],
});
const waitedMs = (of: Plan): number =>
  simulate(of, { seed: 1 }).threads.reduce((sum, { lockWaitNs }) => sum + lockWaitNs, 0) / MS;
const handedOver: Plan = { ...plan, locks: plan.locks.map((one) => ({ ...one, handOff: 'fifo' as const })) };

const recordedAs = (waitMs: number) => {
  const waits: DrawnWait[] = [[0, 0, waitMs]];
  return drawProfile(100)
    .lock(waits, { waitNs: waitMs * MS })
    .done();
};
const fit = (of: Plan, waitMs: number) =>
  fitHandOff(recordedAs(waitMs), { plan: of, base: simulate(of, { seed: 1 }) }, 1).plan.locks[0]?.handOff;

describe('how a lock is handed over, where no hold tells', () => {
  it('is told by how long it was waited for', () => {
    expect(waitedMs(handedOver)).toBeGreaterThan(4 * waitedMs(plan));
    expect(fit(plan, waitedMs(handedOver))).toBe('fifo');
    expect(fit(handedOver, waitedMs(plan))).toBe('barging');
  });

  it('stays as it is where the waiting fits', () => {
    expect(fit(plan, waitedMs(plan))).toBe('barging');
    expect(fit(handedOver, waitedMs(handedOver))).toBe('fifo');
  });
});

it('the holder of an asynchronous lock that records its end late does not make two of it', () => {
  const holds = {
    count: 2,
    thread: Int32Array.of(1, 2),
    beginNs: Float64Array.of(0, 29.9 * MS),
    endNs: Float64Array.of(30 * MS, 60 * MS),
    site: Int32Array.of(-1, -1),
    task: Int32Array.of(-1, -1),
  };
  const permits = (late: typeof holds) =>
    buildPlan(
      drawProfile(80)
        .pool(2)
        .lock([[2, 0, 29.9]], { kind: 'web-lock', acquires: 2, holds: late })
        .done(),
      plan.machine,
    ).locks[0]?.permits;
  expect(permits(holds)).toBe(1);
  expect(permits({ ...holds, beginNs: Float64Array.of(0, 10 * MS) })).toBe(2);
});
