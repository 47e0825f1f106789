import type { IdentityCheck } from './prediction.js';

/**
 * How far a prediction is off besides what resampling shows, as standard deviations of the logarithm of a speed-up.
 * The two constants are what `npm run bench:accuracy` showed over the zoo; what they are multiplied with is the run's own.
 */

/** Of a change's size (as a logarithm): what the model leaves out (caches, memory, the optimiser) grows with what is changed. */
const OF_CHANGE = 0.2;

/** Of the base's own error: even where little is changed, that part of it does not cancel out. */
const OF_IDENTITY = 0.3;

/** Re-runs of one program on a quiet machine, where the run was not repeated: they differ by 3-5 % from end to end. */
export const USUAL_NOISE = 0.03;

/** For each doubling of the cores: other machines are not this one. */
const OF_DOUBLING = 0.05;

export function modelError(
  { makespanError }: IdentityCheck,
  repeatNoise: number,
  logSpeedUp: number,
  coreDoublings: number,
): number {
  const change = Math.abs(logSpeedUp);
  return Math.hypot(
    repeatNoise,
    OF_CHANGE * change,
    Math.abs(makespanError) * Math.min(1, OF_IDENTITY + change),
    OF_DOUBLING * coreDoublings,
  );
}
