import { describe, expect, it } from 'vitest';
import { detect } from '../../../src/detect/detect.js';
import type { Profile } from '../../../src/model/profile.js';
import { estimateMachine } from '../../../src/predict/estimate-machine.js';
import { predictRun } from '../../../src/recommend/predict-run.js';
import type { Predicted } from '../../../src/recommend/predicted.js';
import { drawProfile, fillWorkers } from '../detect/draw-profile.js';

/** One worker that computes all the time, on a machine with room for more. */
function drawCrowded(): Profile {
  const draw = drawProfile(1000, 4);
  const made = draw.site('agents.mjs:12');
  return draw
    .pool(1, { createdAt: made })
    .tasks(fillWorkers([1], 100, 10))
    .done();
}

function predictFor(profile: Profile): Predicted {
  return predictRun(profile, detect(profile), estimateMachine(profile));
}

describe('predictRun', () => {
  it('replays a run from profile to ranking: threads for an undersized pool', () => {
    const { refusal, identity, ranking, policies, extrapolation } = predictFor(drawCrowded());
    expect(refusal).toBeNull();
    expect(Math.abs(identity?.makespanError ?? 1)).toBeLessThan(0.05);
    const [first] = ranking.worthIt;
    expect(first?.recommendation).toMatchObject({ finding: 'undersized-pool', effort: 'quick win' });
    expect(first?.recommendation.edit).toMatchObject({ kind: 'pool-size', threads: 4 });
    expect(first?.recommendation.title).toBe('4 threads in the pool at agents.mjs:12');
    expect(first?.recommendation.change).toMatchObject({ options: { minThreads: 4, maxThreads: 4 } });
    // Four threads on four cores, less what starting the work and the main thread take.
    expect(first?.marginalSpeedUp).toBeGreaterThan(3);
    expect(first?.marginalSpeedUp).toBeLessThan(4.1);
    expect(ranking.combined?.speedUp).toBe(first?.marginalSpeedUp);
    expect(policies.map(({ pool }) => pool)).toEqual([0]);
    expect(extrapolation?.points.at(-1)?.cores).toBe(128);
  });

  it('gives the same bytes for the same run', () => {
    expect(JSON.stringify(predictFor(drawCrowded()))).toBe(JSON.stringify(predictFor(drawCrowded())));
  });

  it('predicts nothing from a run beside other programs, and says so for each change', () => {
    const profile = drawCrowded();
    profile.host.foreignShare = 0.4;
    const { refusal, identity, ranking, policies, extrapolation } = predictFor(profile);
    expect(refusal?.reasons.map(({ code }) => code)).toEqual(['foreign-load']);
    expect(identity).not.toBeNull();
    expect(ranking.worthIt).toEqual([]);
    expect(ranking.refused.map(({ finding }) => finding)).toContain('undersized-pool');
    expect(ranking.refused.every(({ prediction }) => prediction === refusal)).toBe(true);
    expect([policies, extrapolation]).toEqual([[], null]);
  });

  it('refuses, and does not fail, where the replay breaks', () => {
    const profile = drawCrowded();
    const machine = estimateMachine(profile);
    const detection = detect(profile);
    Object.defineProperty(profile, 'locks', {
      get: () => {
        throw new Error('no such table');
      },
    });
    const { refusal, identity, ranking } = predictRun(profile, detection, machine);
    expect(refusal?.reasons[0]?.message).toMatch(/^The replay failed: no such table\. What was measured/);
    expect(identity).toBeNull();
    expect(ranking.refused).toEqual([]);
  });

  it('says of a run without work that there is too little of it', () => {
    const { refusal } = predictFor(drawProfile(1000).done());
    expect(refusal?.reasons.map(({ code }) => code)).toContain('samples');
  });
});
