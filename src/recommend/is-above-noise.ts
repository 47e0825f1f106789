import type { Prediction } from '../predict/prediction.js';

/**
 * A gain below this is not worth anybody's time, whatever its interval: repeats of one program on a quiet machine differ by
 * as much (see MATERIAL_SHARE of the detectors), so that a re-run could not show it.
 */
export const MIN_SPEED_UP = 1.05;

/** Whether the whole interval lies above what the run had before the change, and the gain is worth showing. */
export function isAboveNoise({ speedUp, speedUpInterval: [low] }: Prediction, before = 1): boolean {
  return low > before && speedUp >= before * MIN_SPEED_UP;
}
