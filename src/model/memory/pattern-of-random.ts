import {
  arrange,
  companionsOf,
  compare,
  isFlat,
  LONGEST_RUN,
  runOf,
  toRandom,
  toSteps,
  valuesOf,
  withAllWrites,
  type Arranged,
} from './array-walk.js';
import { irregularShare, isAcross, isRandom, mainStep } from './judge-walk.js';
import type { Walk } from './memory-profile.js';
import type { ArrayWalk, WalkPattern } from './pattern.js';
import type { PlannedWalk } from './plan-walk.js';
import { drawnEvenly, reachOf } from './walk-reach.js';

/** Places in no order, against the same places put in order, or given other numbers. */
export function planRandom(walk: Walk, walks: readonly Walk[]): PlannedWalk {
  const [own, ...others] = arrange(withAllWrites(walk, walks), [...companionsOf(walk, walks), ...twinsOf(walk, walks)]);
  const around = others.filter((other) => !isRandom(other));
  const jumping = [own, ...others.filter(isRandom)];
  const source = around.find((other) => isSourceOf(other, walk));
  if (source !== undefined && isClustered(walk)) return { change: 'renumber', pattern: renumbered(jumping, around) };
  const run = runOf(source ?? walk);
  const arrays = jumping.map((other) => toRandom(other, run));
  const steps = around.filter((other) => other !== source).map((other) => toSteps(other, run));
  const planned = compare(walk, [...arrays, ...steps], [...arrays.map(ascending), ...steps]);
  const container = source?.elements === 'typed' ? source.container : 'Int32Array';
  return {
    change: 'order',
    pattern: { ...planned, sort: { container, places: run, everyRuns: Math.round(walk.runsPerOrder) } },
  };
}

/** The same places in the order of memory. */
function ascending(walk: ArrayWalk): ArrayWalk {
  return { ...walk, order: 'ascending' };
}

/** Other arrays that are gone to at the same places: what is put in order for one is for all. */
function twinsOf(walk: Walk, walks: readonly Walk[]): Walk[] {
  const indexOf = ({ text }: Walk): string => text.slice(text.indexOf('['));
  const texts = new Set([walk.text]);
  return walks
    .filter(
      (other) =>
        other.loop === walk.loop &&
        other.what === 'element' &&
        isFlat(other) &&
        isRandom(other) &&
        !isAcross(other) &&
        indexOf(other) === indexOf(walk) &&
        other.accesses > walk.accesses / 2 &&
        !texts.has(other.text) &&
        texts.add(other.text),
    )
    .map((other) => withAllWrites(other, walks));
}

/** Of as many elements as places drawn evenly would meet in a stretch. */
const CLUSTERED = 0.75;

/**
 * In a short time it comes back to the same places, much later to others: neighbours in whatever the data describes (a mesh, a map, a
 * network), which are neighbours in memory only if their numbers say so.
 */
function isClustered(walk: Walk): boolean {
  const count = walk.samples / Math.max(1, walk.windows);
  const reach = reachOf(walk);
  return walk.recapture.pairs > 0 && walk.distinct < CLUSTERED * drawnEvenly(count, reach);
}

/**
 * Where the numbers of places are stored, giving them to places in the order of visits makes one visit the next of the other. It is
 * done once, where they are stored: nothing has to be sorted in the loop.
 */
function renumbered(jumping: readonly Arranged[], around: readonly Arranged[]): WalkPattern {
  const [walk] = jumping as readonly [Arranged];
  const run = Math.min(...[walk, ...around].map(runOf));
  const arrays = jumping.map((one) => ({ ...toRandom(one, run), runLength: LONGEST_RUN, returns: returnsOf(one) }));
  const steps = around.map((one) => toSteps(one, run));
  const now = steps.map((each, at) =>
    beginsAnywhere(around[at] as Walk) ? { ...each, begins: 'anywhere' as const } : each,
  );
  return compare(walk, [...arrays, ...now], [...arrays.map(ascending), ...steps.map(onward)]);
}

/** Share of accesses that go to a place that was gone to just before. */
function returnsOf({ samples, windows, distinct }: Walk): number {
  return Number(Math.max(0, 1 - distinct / (samples / windows)).toFixed(2));
}

/** Most runs of its loop begin where no pattern of steps leads to. */
function beginsAnywhere(walk: Walk): boolean {
  return irregularShare(walk) * walk.runLength > 0.5;
}

/** Each run behind the one before. */
function onward(walk: ArrayWalk): ArrayWalk {
  return { ...walk, nextRunBytes: Math.max(walk.elementBytes, walk.runLength * Math.abs(walk.stepBytes)) };
}

/** The array that says where the walk goes: in the text of its index, or what else could be in a name that stands there. */
function isSourceOf(other: Walk, walk: Walk): boolean {
  const index = walk.text.slice(walk.text.indexOf('[') + 1, -1);
  if (index.includes(other.text)) return true;
  const isInOrder = Math.abs(mainStep(other)) === other.elementBytes && other.writeShare === 0;
  return /^[A-Za-z_$][\w$]*$/.test(index) && isInOrder && valuesOf(other) === 'integer';
}
