import { scaleBodies } from '../edits/costs.js';
import { OpCode, type Plan, type PlanPool } from '../plan.js';

/** A worker is taken to be warm after so many tasks at the latest, or after half of those it ran. */
const MOST_COLD = 8;
/** Tasks of warm workers from which what one takes is known. */
const MIN_WARM = 10;
/** Standard errors, and share of a warm task, by which the n-th tasks must take longer than warm ones. */
const SIGNIFICANT = 2;
const MATERIAL = 0.1;

/**
 * Takes out of tasks what they cost only by being among the first on their worker (its code being loaded, interpreted, compiled), and
 * puts it to the pool as a cost of its workers: a pool with fewer workers pays it less often. The work in all stays the same.
 *
 * @param rowsOf by thread, the rows of the tasks it ran, in order of start
 */
export function splitWarmUp(plan: Plan, rowsOf: readonly Int32Array[]): Plan {
  const cpuNs = bodyCpu(plan);
  const scaleOf = new Map<number, number>();
  const pools = plan.pools.map((pool, index): PlanPool => {
    const runs = rowsOf.filter((rows, thread) => plan.threads[thread]?.pool === index && rows.length > 0);
    const ratios = pool.pinned ? [] : measureWarmUp(runs, cpuNs);
    if (ratios.length === 0) return pool;
    for (const rows of runs) {
      for (const [at, { ratio }] of ratios.entries()) {
        const row = rows[at];
        if (row !== undefined) scaleOf.set(plan.tasks.bodyBegin[row] as number, 1 / ratio);
      }
    }
    return { ...pool, warmUpNs: ratios.map(({ excessNs }) => excessNs) };
  });
  return scaleOf.size === 0 ? plan : scaleBodies({ ...plan, pools }, (begin) => scaleOf.get(begin) ?? 1);
}

/** For the first, second… task of a worker: how much longer than a warm one it takes, until it does no more. */
function measureWarmUp(runs: readonly Int32Array[], cpuNs: Float64Array): { excessNs: number; ratio: number }[] {
  const found: { excessNs: number; ratio: number }[] = [];
  const coldOf = (rows: Int32Array): number => Math.min(MOST_COLD, rows.length >> 1);
  const warm = runs.flatMap((rows) => Array.from(rows.subarray(coldOf(rows)), (row) => cpuNs[row] as number));
  if (warm.length < MIN_WARM) return found;
  const warmNs = mean(warm);
  const deviation = Math.sqrt(mean(warm.map((ns) => (ns - warmNs) ** 2)));
  for (let at = 0; at < MOST_COLD; at++) {
    const cold = runs.filter((rows) => at < coldOf(rows)).map((rows) => cpuNs[rows[at] as number] as number);
    if (cold.length === 0) return found;
    const excessNs = mean(cold) - warmNs;
    const isSignificant = excessNs > (SIGNIFICANT * deviation) / Math.sqrt(cold.length);
    if (!isSignificant || excessNs <= MATERIAL * warmNs) return found;
    found.push({ excessNs, ratio: mean(cold) / warmNs });
  }
  return found;
}

function bodyCpu({ tasks, ops }: Plan): Float64Array {
  return Float64Array.from({ length: tasks.count }, (_, row) => {
    let ns = 0;
    for (let op = tasks.bodyBegin[row] as number; op < (tasks.bodyEnd[row] as number); op++)
      if (ops.code[op] === OpCode.Compute) ns += ops.ns[op] as number;
    return ns;
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
