import { median } from '../../statistics/quantile.js';
import { bodyLengths, scaleBodies } from './costs.js';
import { notApplicable, type RuleOf } from './edit-rule.js';
import { namePool } from './names.js';
import { findPool, noSuchPool, rowsOfPool } from './pools.js';
import { sayNumber } from '../../detect/shared/wording.js';

/** Optimisation tiers are a factor of two and more apart; caches and clock frequencies explain up to about 1.3. */
const MIN_RATIO = 1.5;
/** Fewer than this on one side are odd ones out, not a speed. */
const MIN_TASKS = 4;

/** Tasks of a pool run at two speeds: the slow ones take, in the middle, as long as the fast ones. */
export const sameSpeed: RuleOf<'same-speed'> = {
  apply(plan, { pool: id }) {
    const index = findPool(plan, id);
    if (index < 0) return noSuchPool(id);
    const lengths = bodyLengths(plan);
    const rows = rowsOfPool(plan, index).filter((row) => (lengths[row] as number) > 0);
    rows.sort((a, b) => (lengths[a] as number) - (lengths[b] as number));
    const cut = cutInTwo(rows.map((row) => Math.log(lengths[row] as number)));
    const [fast, slow] = [rows.slice(0, cut), rows.slice(cut)];
    const [fastNs, slowNs] = [fast, slow].map((side) => median(side.map((row) => lengths[row] as number))) as [
      number,
      number,
    ];
    if (fast.length < MIN_TASKS || slow.length < MIN_TASKS || !(slowNs / fastNs >= MIN_RATIO))
      return notApplicable('Its tasks run at one speed.');
    const isSlow = new Set(slow.map((row) => plan.tasks.bodyBegin[row]));
    return scaleBodies(plan, (begin) => (isSlow.has(begin) ? fastNs / slowNs : 1));
  },
  describe: ({ pool }, profile) => `all tasks of ${namePool(profile, pool)} as fast as the fast ones`,
  assumptions: () => [
    `Tasks that take ${sayNumber(MIN_RATIO)} times the fast ones and more do the same work as they do.`,
  ],
};

/** Where to cut ascending values so that the two sides differ most between and least within (Otsu 1979). */
function cutInTwo(values: readonly number[]): number {
  const total = values.reduce((sum, value) => sum + value, 0);
  let below = 0;
  let best = 0;
  let cut = 0;
  for (let at = 1; at < values.length; at++) {
    below += values[at - 1] as number;
    const difference = below / at - (total - below) / (values.length - at);
    const between = at * (values.length - at) * difference * difference;
    if (between > best) [best, cut] = [between, at];
  }
  return cut;
}
