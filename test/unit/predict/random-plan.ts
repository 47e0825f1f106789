/** Plans drawn by fast-check: a pool, tasks in rounds, locks held now and then, I/O. */
import fc from 'fast-check';
import type { Plan } from '../../../src/predict/plan.js';
import { awaitIo, blockIo, compute, lock, type Op, planOf, type TaskSpec, unlock } from './plan-builder.js';

const LOCKS = 2;
const us = fc.integer({ min: 1, max: 5000 }).map((value) => value * 1000);

const step: fc.Arbitrary<Op[]> = fc.oneof(
  { weight: 4, arbitrary: us.map((ns) => [compute(ns)]) },
  { weight: 1, arbitrary: us.map((ns) => [blockIo(ns)]) },
  { weight: 1, arbitrary: us.map((ns) => [awaitIo(ns)]) },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.nat(LOCKS - 1), us).map(([index, ns]) => [lock(index), compute(ns), unlock(index)]),
  },
);

const task: fc.Arbitrary<TaskSpec> = fc.record({
  body: fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => steps.flat()),
  pool: fc.constant(0),
  prepareCpuNs: us.map((ns) => ns / 100),
  deserialiseCpuNs: us.map((ns) => ns / 100),
  replyCpuNs: us.map((ns) => ns / 100),
  handleCpuNs: us.map((ns) => ns / 100),
});

export const randomPlan: fc.Arbitrary<Plan> = fc
  .record({
    cores: fc.integer({ min: 1, max: 4 }),
    threads: fc.integer({ min: 1, max: 5 }),
    round: fc.integer({ min: 1, max: 12 }),
    handOff: fc.constantFrom('barging' as const, 'fifo' as const),
    kind: fc.constantFrom('blocking' as const, 'spin' as const),
    tasks: fc.array(task, { minLength: 1, maxLength: 24 }),
  })
  .map(({ cores, threads, round, handOff, kind, tasks }) =>
    planOf({
      cores,
      machine: { wakeLatencyNs: 20_000, wakeLatencyRange: [10_000, 40_000], contextSwitchNs: 1000, timeSliceNs: 1e6 },
      threads: [{}, ...Array.from({ length: threads }, () => ({ pool: 0, start: 'pool' as const }))],
      pools: [{}],
      locks: Array.from({ length: LOCKS }, () => ({ handOff, kind })),
      tasks: tasks.map((spec, at) => ({ ...spec, triggerArg: Math.floor(at / round) * round })),
    }),
  );
