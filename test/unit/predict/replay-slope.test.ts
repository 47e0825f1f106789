import { describe, expect, it } from 'vitest';
import { replaySlope, type ReplayedSlope } from '../../../src/predict/replay-slope.js';
import type { Refusal } from '../../../src/predict/prediction.js';
import { compute, lock, planOf, unlock, type Op } from './plan-builder.js';
import { replayOf } from './replay-of.js';

const MS = 1e6;

const poolOf = (workers: number, tasks: number, body: readonly Op[]) =>
  planOf({
    cores: workers,
    threads: [{}, ...Array.from({ length: workers }, () => ({ pool: 0, start: 'pool' as const }))],
    pools: [{}],
    locks: [{ id: 7 }],
    tasks: Array.from({ length: tasks }, () => ({ pool: 0, body })),
  });
const slopeOf = (answer: ReplayedSlope | Refusal): number => {
  if ('reasons' in answer) throw new Error(answer.reasons.map(({ message }) => message).join(' '));
  const [low, high] = answer.interval;
  expect(low).toBeLessThanOrEqual(answer.slope);
  expect(high).toBeGreaterThanOrEqual(answer.slope);
  return answer.slope;
};

describe('replaySlope', () => {
  it('is 1 where all of the run waits for the lock', () => {
    const replay = replayOf(poolOf(2, 40, [lock(), compute(2 * MS), unlock()]));
    expect(slopeOf(replaySlope(replay, { kind: 'lock', lock: 7 }, MS))).toBeCloseTo(1, 1);
  });

  it('is one part for each core where the work is side by side', () => {
    const replay = replayOf(poolOf(4, 80, [compute(2 * MS)]));
    expect(slopeOf(replaySlope(replay, { kind: 'tasks', pool: null }, MS))).toBeCloseTo(0.25, 2);
  });

  it('is 0 off the critical path', () => {
    const plan = planOf({
      cores: 2,
      threads: [{ ops: [compute(100 * MS)] }, { ops: [lock(), compute(MS), unlock()] }],
      locks: [{ id: 7 }],
    });
    expect(slopeOf(replaySlope(replayOf(plan), { kind: 'lock', lock: 7 }, 10 * MS))).toBeCloseTo(0);
  });

  it('is refused with the run, and where there is no such lock', () => {
    const replay = replayOf(poolOf(1, 4, [compute(MS)]));
    const refusal = { reasons: [{ code: 'samples' as const, message: 'Too few.' }] };
    expect(replaySlope({ ...replay, refusal }, { kind: 'lock', lock: 7 }, MS)).toEqual(refusal);
    expect(replaySlope(replay, { kind: 'lock', lock: 3 }, MS)).toHaveProperty('reasons');
    expect(replaySlope(replay, { kind: 'tasks', pool: 5 }, MS)).toHaveProperty('reasons');
  });

  it('changes nothing of the plan it is asked about', () => {
    const replay = replayOf(poolOf(2, 20, [lock(), compute(MS), unlock()]));
    const before = structuredClone(replay.plan);
    replaySlope(replay, { kind: 'lock', lock: 7 }, MS);
    replaySlope(replay, { kind: 'tasks', pool: null }, MS);
    expect(replay.plan).toEqual(before);
  });
});
