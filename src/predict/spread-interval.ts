import { intervalOf } from '../statistics/bootstrap.js';
import { studentQuantile } from '../statistics/student.js';
import { createRandom } from '../statistics/random.js';
import type { Interval } from './prediction.js';

/** Draws the interval is taken from: enough that its ends are steady to a fiftieth of its width. */
const DRAWS = 1000;

const ONE_SIDE = 0.95;
/** The same quantile of the normal distribution. */
const NORMAL = 1.6449;

/**
 * A 90 % interval around a value whose logarithm has two errors: that of the replicates (as they lie around their own mean, widened by
 * Student's t where they are few) and a normal one.
 *
 * @param logs of the replicates; fewer than two count for nothing
 */
export function spreadInterval(value: number, logs: readonly number[], deviation: number, seed: number): Interval {
  const random = createRandom(seed);
  const count = logs.length;
  const mean = logs.reduce((sum, log) => sum + log, 0) / Math.max(1, count);
  const widen = count < 2 ? 0 : studentQuantile(ONE_SIDE, count - 1) / NORMAL;
  const draws = Float64Array.from({ length: DRAWS }, () => {
    const replicate = count < 2 ? 0 : ((logs[Math.floor(random() * count)] as number) - mean) * widen;
    return value * Math.exp(replicate + deviation * drawNormal(random));
  });
  const [low, high] = intervalOf(draws);
  return [Math.min(low, value), Math.max(high, value)];
}

/** Box & Muller 1958. */
function drawNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
