import { describe, expect, it } from 'vitest';
import { needsSamples } from '../../../../src/model/memory/needs-samples.js';
import type { Profile } from '../../../../src/model/profile.js';
import { drawProfile, MS } from '../../detect/draw-profile.js';

/** Two workers of one pool that compute for ten seconds each, and a main thread that waits; CPU samples by thread. */
function profileOf(samples: [main: number, first: number, second: number]): Profile {
  const draw = drawProfile(10_000, 2).pool(2);
  draw.hot('work', draw.site('work.js:1'), samples[1] + samples[2]);
  for (const thread of [0, 1, 2]) {
    draw.thread(thread, (each) => {
      each.states.onCpuNs = thread === 0 ? 100 * MS : 10_000 * MS;
      each.samples = samples[thread] as number;
    });
  }
  return draw.done();
}

describe('needsSamples', () => {
  it('is so where next to nothing was sampled', () => {
    expect(needsSamples(profileOf([0, 0, 0]))).toBe(true);
    expect(needsSamples(profileOf([0, 15, 15]))).toBe(true);
  });

  it('is decided by what a share is known to: ± 3 % from some 480 samples', () => {
    expect(needsSamples(profileOf([0, 440, 0]))).toBe(true);
    expect(needsSamples(profileOf([0, 520, 0]))).toBe(false);
  });

  it('takes errors of threads that were sampled each for themselves as independent', () => {
    expect(needsSamples(profileOf([0, 260, 260]))).toBe(false);
    expect(needsSamples(profileOf([0, 200, 200]))).toBe(true);
  });

  it('does not mind a thread that did next to nothing', () => {
    expect(needsSamples(profileOf([0, 2000, 2000]))).toBe(false);
  });

  it('is not so where nothing is known of CPU time at all', () => {
    const profile = profileOf([0, 0, 0]);
    for (const { states } of profile.threads) states.onCpuNs = states.ioNs = Number.NaN;
    expect(needsSamples(profile)).toBe(false);
  });
});
