import { expect, it } from 'vitest';
import type { Profile } from '../../../src/model/profile.js';
import { simulate } from '../../../src/predict/simulate.js';
import { withoutProbe } from '../../../src/predict/without-probe.js';
import { drawProfile, MS } from '../detect/draw-profile.js';
import { compute, planOf } from './plan-builder.js';

const recorded: Profile = drawProfile(100).pool(2).done();
const profile: Profile = {
  ...recorded,
  quality: {
    ...recorded.quality,
    probe: { inThreadsNs: 40 * MS, startNs: 30 * MS, collectorNs: 15 * MS, shareOfCpu: 0.1 },
  },
};

it('takes away loading the probe in the main thread and the collector, and nothing of the program', () => {
  const plan = planOf({
    cores: 4,
    fixedNs: 50 * MS,
    threads: [{ ops: [compute(80 * MS)] }, { helper: true, ops: [compute(10 * MS), compute(50 * MS)] }],
  });
  const plain = withoutProbe(plan, profile);
  expect(plain.fixedNs).toBeCloseTo(40 * MS);
  const cpuMs = simulate(plain, { seed: 1 }).threads.map(({ onCpuNs }) => onCpuNs / MS);
  expect(cpuMs[0]).toBeCloseTo(80);
  expect(cpuMs[1]).toBeCloseTo(45);
});

it('takes away no more than there is', () => {
  const plan = planOf({ cores: 4, fixedNs: MS, threads: [{ helper: true, ops: [compute(10 * MS)] }] });
  const plain = withoutProbe(plan, profile);
  expect(plain.fixedNs).toBe(0);
  expect(simulate(plain, { seed: 1 }).threads[0]?.onCpuNs).toBe(0);
});
