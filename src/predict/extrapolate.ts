import type { Edit } from './edit.js';
import { rowsOfPool } from './edits/pools.js';
import { predict } from './predict.js';
import type { Extrapolation, Refusal } from './prediction.js';
import type { Replay } from './replay.js';

const CORES = [2, 4, 8, 16, 32, 64, 128];
/** Events for each of the points. */
const POINT_EVENTS = 500_000;
/** Doubling the cores for less gain than this does not pay. */
const WORTH_DOUBLING = 1.05;

/** The same run on 2…128 cores, its pools as they are and with a thread for each core. Modelled, on machines nobody has measured. */
export function extrapolate(replay: Replay): Extrapolation | Refusal {
  if (replay.refusal !== null) return replay.refusal;
  const { plan, identity } = replay;
  const pools = plan.pools.filter(({ pinned }, index) => !pinned && rowsOfPool(plan, index).length > 0);
  const own = pools.reduce((most, { maxThreads }) => Math.max(most, maxThreads), 0);
  const points: Extrapolation['points'] = [];
  for (const cores of CORES) {
    const machine: Edit[] = cores === plan.cores ? [] : [{ kind: 'cores', cores }];
    addPoint(replay, points, cores, own, machine);
    const sized = pools.filter(({ minThreads, maxThreads }) => minThreads !== cores || maxThreads !== cores);
    if (sized.length === 0) continue;
    addPoint(replay, points, cores, cores, [
      ...machine,
      ...sized.map(({ id }): Edit => ({ kind: 'pool-size', pool: id, threads: cores })),
    ]);
  }
  const fastest = CORES.map((cores) =>
    points.reduce(
      (least, point) => (point.cores === cores ? Math.min(least, point.makespanNs) : least),
      identity.recordedMakespanNs,
    ),
  );
  // A doubling that gains nothing may come before ones that do, where a pool first has more threads from there on.
  const lastPaying = fastest.findLastIndex((ns, at) => at > 0 && (fastest[at - 1] as number) / ns >= WORTH_DOUBLING);
  const stop = Math.max(0, lastPaying);
  return { points, stopsPayingAt: stop === CORES.length - 1 ? null : (CORES[stop] ?? null) };
}

function addPoint(
  replay: Replay,
  points: Extrapolation['points'],
  cores: number,
  threads: number,
  edits: readonly Edit[],
): void {
  const found = predict(replay, edits, POINT_EVENTS);
  if (!('makespanNs' in found)) return;
  const { makespanNs, makespanInterval, speedUp, speedUpInterval } = found;
  points.push({ cores, threads, makespanNs, interval: makespanInterval, speedUp, speedUpInterval });
}
