/** What tests of edits share: edits applied to plans made by hand, and what their replay gives. */
import { expect } from 'vitest';
import type { Edit } from '../../../src/predict/edit.js';
import { applyEdits, isNotApplicable } from '../../../src/predict/edits/apply-edits.js';
import type { Plan } from '../../../src/predict/plan.js';
import { simulate } from '../../../src/predict/simulate.js';
import { planOf, type TaskSpec } from './plan-builder.js';

export const MS = 1e6;

export function apply(plan: Plan, ...edits: Edit[]): Plan {
  const result = applyEdits(plan, edits);
  if (isNotApplicable(result)) throw new Error(result.notApplicable);
  return result;
}

export function makespanMs(plan: Plan): number {
  const run = simulate(plan, { seed: 1 });
  expect(run.stuck).toBe(false);
  return run.makespanNs / MS;
}

export function totalCpuMs(plan: Plan): number {
  return simulate(plan, { seed: 1 }).threads.reduce((sum, { onCpuNs }) => sum + onCpuNs, 0) / MS;
}

/** The reason why the edit does not apply; empty where it does. */
export function whyNot(plan: Plan, edit: Edit): string {
  const result = applyEdits(plan, [edit]);
  return isNotApplicable(result) ? result.notApplicable : '';
}

/** A main thread and a pool; tasks of pool 0. More cores than threads, so that who shares one with whom does not matter. */
export function pooled(tasks: TaskSpec[], { threads = 2, cores = 5, concurrent = 1 } = {}): Plan {
  return planOf({
    cores,
    threads: [{}, ...Array.from({ length: threads }, () => ({ pool: 0, start: 'pool' as const }))],
    pools: [{ concurrentTasksPerWorker: concurrent }],
    tasks: tasks.map((task) => ({ pool: 0, ...task })),
  });
}

export function times<T>(count: number, one: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => one(at));
}
