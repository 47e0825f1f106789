import type { IdentityCheck } from './prediction.js';

/**
 * How far a prediction is off besides what resampling shows, as standard deviations of the logarithm of a speed-up.
 * The two constants are what `npm run bench:accuracy` showed over the zoo; what they are multiplied with is the run's own.
 */

/** Of a change's size (as a logarithm): what the model leaves out (caches, memory, the optimiser) grows with what is changed. */
const OF_CHANGE = 0.25;

/** Re-runs of one program on a quiet machine, where the run was not repeated: they differ by 3-5 % from end to end. */
export const USUAL_NOISE = 0.04;

/** For each doubling of the cores: other machines are not this one. */
const OF_DOUBLING = 0.05;

/** For each doubling of the threads that share a core: what they take out of each other's caches depends on what they work on. */
const OF_CROWDING = 0.05;

/** How a change is far from the run as it was. */
export interface Distance {
  /** Logarithm of the speed-up. */
  logSpeedUp: number;
  /** Doublings of cores, and of the threads that share a core, either way. */
  coreDoublings: number;
  crowdDoublings: number;
}

/** The base's own error counts in full: where little is changed it might cancel out, where much is changed it may grow. */
export function modelError({ makespanError }: IdentityCheck, repeatNoise: number, distance: Distance): number {
  return Math.hypot(
    repeatNoise,
    OF_CHANGE * distance.logSpeedUp,
    makespanError,
    OF_DOUBLING * distance.coreDoublings,
    OF_CROWDING * distance.crowdDoublings,
  );
}
