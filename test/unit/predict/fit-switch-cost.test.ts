import { expect, it } from 'vitest';
import { fitSwitchCost } from '../../../src/predict/fit-switch-cost.js';
import { buildPlan } from '../../../src/predict/build-plan.js';
import type { Machine, Plan } from '../../../src/predict/plan.js';
import { drawProfile, MS } from '../detect/draw-profile.js';

const MACHINE: Machine = {
  wakeLatencyNs: 1000,
  wakeLatencyRange: [1000, 1000],
  contextSwitchNs: MS,
  timeSliceNs: 3 * MS,
  atomicNs: 10,
  workerStartCpuNs: 0,
};

const profile = drawProfile(100)
  .pool(2)
  .tasks([
    { thread: 1, submit: 0, start: 0, end: 40 },
    { thread: 1, submit: 0, start: 40, end: 90 },
    { thread: 2, submit: 0, start: 0, end: 80 },
  ])
  .done();

const cpuOf = ({ plan, base }: { plan: Plan; base: { threads: { onCpuNs: number }[] } }): number =>
  plan.threads.reduce((sum, _, index) => sum + (base.threads[index]?.onCpuNs ?? 0), 0);

it('does not count switches twice that are in the recorded CPU', () => {
  const plan = buildPlan(profile, MACHINE);
  const recorded = profile.threads.reduce((sum, { states }) => sum + (states.onCpuNs || 0), 0);
  const fitted = fitSwitchCost(profile, plan, 1);
  expect(fitted.plan.machine.contextSwitchNs).toBeLessThan(MACHINE.contextSwitchNs);
  expect(Math.abs(cpuOf(fitted) / recorded - 1)).toBeLessThan(0.05);
});

it('leaves a plan alone that gives the recorded CPU', () => {
  const plan = buildPlan(profile, { ...MACHINE, contextSwitchNs: 1000 });
  expect(fitSwitchCost(profile, plan, 1).plan).toBe(plan);
});
