import type { Prediction } from '../predict/prediction.js';

/** A gain below this is not worth anybody's time, as with the detectors' MATERIAL_SHARE. */
export const MIN_SPEED_UP = 1.05;

/** Repeats of one program on a quiet machine differ by so much: below it a re-run shows a gain only by luck. */
const NOISE = 1.03;

/** Whether even the low end of the interval lies above what re-runs differ by, and the gain is worth showing. */
export function isAboveNoise({ speedUp, speedUpInterval: [low] }: Prediction, before = 1): boolean {
  return low > before * NOISE && speedUp >= before * MIN_SPEED_UP;
}

/** For changes that nothing measured asks for: only the replay speaks for them, so that all of its interval must be worth showing. */
export function isSurelyWorth({ speedUpInterval: [low] }: Prediction, before = 1): boolean {
  return low >= before * MIN_SPEED_UP;
}
