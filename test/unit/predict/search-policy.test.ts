import { describe, expect, it } from 'vitest';
import { halveCandidates } from '../../../src/predict/halve-candidates.js';
import { listCandidates, usualRule } from '../../../src/predict/policy-candidates.js';
import type { PolicyResult, Refusal } from '../../../src/predict/prediction.js';
import { searchPolicy } from '../../../src/predict/search-policy.js';
import { shortenPlan } from '../../../src/predict/shorten-plan.js';
import { simulate } from '../../../src/predict/simulate.js';
import { awaitSignal, blockIo, compute, planOf, signal, type TaskSpec } from './plan-builder.js';
import { replayOf } from './replay-of.js';

const MS = 1e6;

const pooled = (tasks: TaskSpec[], threads: number, cores = 2) =>
  planOf({
    cores,
    machine: { timeSliceNs: 3 * MS, contextSwitchNs: 2000 },
    threads: [{}, ...Array.from({ length: threads }, () => ({ pool: 0, start: 'pool' as const }))],
    pools: [{ workerStartCpuNs: 5 * MS }],
    tasks: tasks.map((task) => ({ pool: 0, ...task })),
  });
const found = (result: PolicyResult | Refusal): PolicyResult => {
  if ('reasons' in result) throw new Error(result.reasons.map(({ message }) => message).join(' '));
  return result;
};

describe('searchPolicy', () => {
  it('finds that tasks which wait want more threads', () => {
    const plan = pooled(
      Array.from({ length: 200 }, () => ({ body: [blockIo(8 * MS), compute(2.5 * MS)] })),
      2,
    );
    const result = found(searchPolicy(replayOf(plan), 0));
    expect(result.winner).not.toBe('as-it-is');
    expect(result.bestFixed.threads).toBeGreaterThan(2);
    expect(result.bestFixed.prediction.speedUp).toBeGreaterThan(1.5);
    expect(result.verdict).toMatch(/^Best is .*faster than as it is: /);
    expect(result.candidates).toBeGreaterThan(100);
  });

  it('leaves a pool alone that fits', () => {
    const plan = pooled(
      Array.from({ length: 200 }, () => ({ body: [compute(5 * MS)] })),
      2,
    );
    const result = found(searchPolicy(replayOf(plan), 0));
    expect(result.winner).toBe('as-it-is');
    expect(result.verdict).toMatch(/^Nothing beats the pool as it is/);
  });

  it('judges a longer run by its beginning first', () => {
    const plan = pooled(
      Array.from({ length: 8000 }, () => ({ body: [blockIo(MS), compute(MS / 2)] })),
      2,
    );
    const result = found(searchPolicy(replayOf(plan), 0));
    expect(result.winner).not.toBe('as-it-is');
  });

  it('does so though who submitted the tasks waits for a sign of each', () => {
    const count = 8000;
    const body = [blockIo(MS), compute(MS / 2), signal(0)];
    const plan = planOf({
      cores: 2,
      threads: [{ ops: [awaitSignal(0, count)] }, { pool: 0, start: 'pool' }, { pool: 0, start: 'pool' }],
      pools: [{}],
      signals: 1,
      tasks: Array.from({ length: count }, () => ({ pool: 0, body })),
    });
    const candidates = listCandidates(plan, 0);
    const { events } = simulate(plan, { seed: 1 });
    // Of each round a quarter is left: those tried on the whole run are few.
    expect(halveCandidates(plan, candidates, events, 1).length).toBeLessThan(candidates.length / 3);
  });

  it('refuses where somebody outside decides', () => {
    const plan = pooled(
      Array.from({ length: 200 }, () => ({ body: [blockIo(10 * MS)] })),
      2,
    );
    expect(searchPolicy(replayOf(plan), 0)).toMatchObject({
      reasons: [{ message: expect.stringContaining('outside of the program') as string }],
    });
  });

  it('refuses what has no settings', () => {
    const plan = pooled([{ body: [compute(MS)], pinnedTo: 1 }], 1);
    const pinned = { ...plan, pools: plan.pools.map((pool) => ({ ...pool, pinned: true })) };
    expect(searchPolicy(replayOf(pinned), 0)).toMatchObject({ reasons: [{ code: 'not-applicable' }] });
    expect(searchPolicy(replayOf(plan), 5)).toMatchObject({ reasons: [{ code: 'not-applicable' }] });
  });
});

it('the usual rule starts with max(cpus, min(16, 2 × cpus, agents)) threads', () => {
  const withAgents = (agents: number, cores: number) => {
    const plan = pooled(
      Array.from({ length: agents }, () => ({ body: [compute(MS)] })),
      1,
      cores,
    );
    const agent = Int32Array.from({ length: agents }, (_, at) => at);
    return usualRule({ ...plan, tasks: { ...plan.tasks, agent } }, 0).initialThreads;
  };
  expect([withAgents(1, 4), withAgents(6, 4), withAgents(100, 4), withAgents(100, 32)]).toEqual([4, 6, 8, 32]);
});

it('the beginning of a run ends', () => {
  const plan = pooled(
    Array.from({ length: 30 }, (_, at) => ({ body: [compute(MS)], triggerArg: at - (at % 4) })),
    2,
  );
  const run = simulate(shortenPlan(plan, 10), { seed: 1 });
  expect([run.stuck, run.tasksDone]).toEqual([false, 10]);
});
