import { describe, expect, it } from 'vitest';
import type { ScheduleTable } from '../../../src/model/profile.js';
import { buildPlan } from '../../../src/predict/build-plan.js';
import { OpCode, type Machine } from '../../../src/predict/plan.js';
import { drawProfile, MS, type DrawnTask } from '../detect/draw-profile.js';

const MACHINE: Machine = {
  wakeLatencyNs: 1000,
  wakeLatencyRange: [1000, 1000],
  contextSwitchNs: 0,
  timeSliceNs: 3 * MS,
  atomicNs: 10,
  workerStartCpuNs: 0,
};

/** Readings of the scheduler at the ends of stretches [until ms, CPU ms, runnable ms]. */
function schedule(...stretches: [untilMs: number, cpuMs: number, runnableMs?: number][]): ScheduleTable {
  let cpu = 0;
  let runnable = 0;
  const rows = [
    [0, 0, 0],
    ...stretches.map(([until, used, waited = 0]) => [until, (cpu += used), (runnable += waited)]),
  ];
  const column = (at: number): Float64Array => Float64Array.from(rows, (row) => (row[at] as number) * MS);
  return { count: rows.length, atNs: column(0), onCpuNs: column(1), runnableNs: column(2) };
}

const task = (
  thread: number,
  submit: number,
  start: number,
  end: number,
  more: Partial<DrawnTask> = {},
): DrawnTask => ({
  thread,
  submit,
  start,
  end,
  ...more,
});

describe('programs outside of the plan', () => {
  it.each([
    ['programs outside of the plan: it is held up', [0, 50, 100], 60],
    ['its own threads: that comes out of the replay', [0, 20, 40], 20],
  ])('a task that is runnable while the cores are with %s', (_, hostMs, waitMs) => {
    const profile = drawProfile(100)
      .pool(1)
      .tasks([task(1, 0, 0, 100)])
      .thread(0, (main) => (main.schedule = schedule([100, 0])))
      .thread(1, (worker) => (worker.schedule = schedule([50, 20, 20], [100, 20, 20])))
      .done();
    const atNs = Float64Array.of(0, 50 * MS, 100 * MS, 101 * MS);
    profile.host.processCpu = { atNs, cpuNs: Float64Array.of(0, 20 * MS, 40 * MS, 900 * MS) };
    profile.host.hostCpu = { atNs, cpuNs: Float64Array.from([...hostMs, 100], (ms) => ms * MS) };
    const { ops } = buildPlan(profile, MACHINE);
    const waits = ops.ns.filter((_ns, op) => ops.code[op] === OpCode.BlockIo || ops.code[op] === OpCode.AwaitIo);
    expect(waits.reduce((sum, ns) => sum + ns, 0) / MS).toBeCloseTo(waitMs, 6);
  });

  it('a worker whose start has to wait for programs outside of the plan is held up', () => {
    const profile = drawProfile(100, 1)
      .pool(0, { threads: [1] })
      .worker(0, 50, 100, { pool: 0 })
      .tasks([task(1, 0, 50, 100)])
      .thread(0, (main) => (main.schedule = schedule([100, 0])))
      .thread(1, (worker) => (worker.schedule = schedule([50, 20, 30], [100, 50])))
      .done();
    const atNs = Float64Array.of(0, 50 * MS, 100 * MS, 101 * MS);
    profile.host.processCpu = { atNs, cpuNs: Float64Array.of(0, 20 * MS, 70 * MS, 900 * MS) };
    const heldUpNs = (outsideMs: number): number => {
      profile.host.hostCpu = {
        atNs,
        cpuNs: Float64Array.of(0, (20 + outsideMs) * MS, (70 + outsideMs) * MS, 100 * MS),
      };
      const { threads, ops } = buildPlan(profile, MACHINE);
      const [begin, end] = threads[1]?.body ?? [0, 0];
      return ops.ns.slice(begin, end).reduce((sum, ns) => sum + ns, 0);
    };
    expect(heldUpNs(30) / MS).toBeCloseTo(30, 6);
    expect(heldUpNs(0)).toBe(0);
  });
});
