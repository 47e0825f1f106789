import { describe, expect, it } from 'vitest';
import { exploreRun } from '../../../src/predict/explore.js';
import { editOfKnob, listKnobs } from '../../../src/predict/knobs.js';
import type { Prediction, Refusal } from '../../../src/predict/prediction.js';
import { drawProfile, fillWorkers } from '../detect/draw-profile.js';
import { FREE } from './plan-builder.js';

/** A pool of two workers that computes for a second, and a lock that was waited for. */
const drawRun = () =>
  drawProfile(1000)
    .pool(2, { taskCount: 100 })
    .tasks(fillWorkers([1, 2], 100, 20, { pool: 0, submitter: 0, cpu: 20 }))
    .lock([[1, 10, 20, 2]], { contendedAcquires: 12, waitNs: 10e6 });

const keysOf = (profile: Parameters<typeof listKnobs>[0]): string[] => listKnobs(profile).map(({ key }) => key);

describe('listKnobs', () => {
  it('gives pools, locks and the run what applies to them, each under a key of its own', () => {
    const keys = keysOf(drawRun().done());
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of ['pool-size-1', 'concurrent-tasks-1', 'shard-lock-1', 'cores']) expect(keys).toContain(key);
  });

  it('leaves out what the run has not', () => {
    const keys = keysOf(drawProfile(1000).pool(2, { taskCount: 0 }).lock([], { contendedAcquires: 0 }).done());
    expect(keys).toEqual(['cores']);
  });

  it('stands where the run was, within its range, and makes an edit of each value', () => {
    for (const knob of listKnobs(drawRun().done())) {
      expect(knob.now, knob.key).toBeGreaterThanOrEqual(knob.min);
      expect(knob.now, knob.key).toBeLessThanOrEqual(knob.max);
      const numbers = (value: number) =>
        Object.values(editOfKnob(knob, value)).filter((one) => typeof one === 'number');
      // The value is in the edit, but for switches, which have none.
      if (knob.unit !== 'switch') expect(numbers(knob.max), knob.key).toContain(knob.max);
      if (knob.target >= 0) expect(numbers(knob.max), knob.key).toContain(knob.target);
    }
  });
});

describe('exploreRun', () => {
  const speedUp = (answer: Prediction | Refusal): number => {
    if ('reasons' in answer) throw new Error(answer.reasons.map(({ message }) => message).join(' '));
    return answer.speedUp;
  };
  const exploration = exploreRun(drawRun().done(), FREE, 1);

  it('answers for knobs that were turned, and passes over those it does not have', () => {
    expect(exploration.refusal).toBeNull();
    const half = speedUp(exploration.whatIf([{ key: 'pool-size-1', value: 1 }]));
    expect(half).toBeLessThan(0.7);
    const stranger = { key: 'pool-size-9', value: 1 };
    expect(speedUp(exploration.whatIf([{ key: 'pool-size-1', value: 1 }, stranger]))).toBe(half);
  });

  it('changes nothing where all stand as recorded', () => {
    expect(speedUp(exploration.whatIf([{ key: 'pool-size-1', value: 2 }]))).toBe(1);
  });

  it('keeps to the range, whatever number it is sent', () => {
    const most = exploration.knobs.find(({ key }) => key === 'pool-size-1')?.max ?? 0;
    const ask = (value: number): Prediction | Refusal => exploration.whatIf([{ key: 'pool-size-1', value }]);
    expect(ask(1e12)).toEqual(ask(most));
  });
});
