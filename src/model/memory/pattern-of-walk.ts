import {
  arrange,
  companionsOf,
  compare,
  isFlat,
  LONGEST_RUN,
  MOST_ARRAYS,
  runOf,
  toRandom,
  toSteps,
  withAllWrites,
  type Arranged,
} from './array-walk.js';
import { readIndex } from './index-text.js';
import { findArrayOf, isAcross, mainStep } from './judge-walk.js';
import type { MemoryProfile, Walk } from './memory-profile.js';
import type { ArrayWalk } from './pattern.js';
import type { PlannedWalk } from './plan-walk.js';
import { reachOf } from './walk-reach.js';

const LINE_BYTES = 64;
/** Rows and columns of a tile: what of it is in use takes at most a quarter of the first cache, and at most 64 lines. */
const MOST_TILE = 64;
const LEAST_TILE = 8;
/** Where the system does not tell, the least that processors have had for long. */
const SMALLEST_L1 = 32 * 1024;

/** The loop as it walks, and as it would walk if its loops were swapped, cut into tiles, or its fields kept apart. */
export function planStrided(found: Walk, walks: readonly Walk[], memory: Pick<MemoryProfile, 'caches'>): PlannedWalk {
  const [walk, ...others] = arrange(
    withAllWrites(withAllRows(found, walks), walks),
    companionsOf(found, walks).map((other) => withAllRows(other, walks)),
  );
  const run = runOf(walk);
  const index = readIndex(walk.text);
  const now = [toSteps(walk, run), ...others.map((other) => toSteps(other, run))];
  const isTold = (index?.scaled.size ?? 0) > 0;
  // Rows that are all read at one place are records; so is a flat array read at multiples of a constant.
  const isRecord = isAcross(walk) ? index?.unit.size === 0 : index?.isRecord === true || (walk.depth === 0 && !isTold);
  if (isRecord) {
    return { change: 'layout', pattern: compare(walk, now, [separated(walk, run), ...now.slice(1)]) };
  }
  const swapped = others.map((other) => swapLoops(walk, other, run));
  const own = inOrder(walk, run);
  if (swapped.every((other) => other !== 'strided')) {
    const known = swapped.every((other) => other !== undefined);
    // Where the text does not tell how the others would go, it is the walk alone that is compared.
    const proposed = known ? [own, ...swapped.filter((other) => typeof other === 'object')] : [own];
    const results = resultsOf(walk, walks);
    if (results !== undefined) proposed.push(addedTo(results, own.runLength));
    return { change: 'interchange', pattern: compare(walk, known ? now : now.slice(0, 1), proposed) };
  }
  const tile = tileFor(memory);
  return {
    change: 'tiles',
    pattern: compare(
      walk,
      now,
      now.map((array) => ({ ...array, tile })),
    ),
  };
}

/** Of two sides that should be equal: how far counts may be from each other. */
const ABOUT = 0.2;

/**
 * A loop that only reads may sum up, and whoever is around it store the sum: once for each run. With the loops swapped there is a sum
 * for each element of a row, added to in the array of results.
 */
function resultsOf(walk: Walk, walks: readonly Walk[]): Walk | undefined {
  if (walks.some(({ loop, writeShare }) => loop === walk.loop && writeShare > 0)) return undefined;
  const runs = walk.accesses / walk.runLength;
  return walks.find(
    (other) =>
      other.what === 'element' &&
      other.depth === walk.depth - 1 &&
      other.writeShare > 0.5 &&
      isFlat(other) &&
      Math.abs(other.accesses / runs - 1) < ABOUT,
  );
}

function addedTo(results: Walk, rowLength: number): ArrayWalk {
  const { elementBytes } = results;
  return {
    ...toSteps({ ...results, length: rowLength, writeShare: 0.5 }, rowLength),
    arrays: 1,
    array: MOST_ARRAYS,
    order: 'steps',
    stepBytes: elementBytes,
    nextRunBytes: 0,
  };
}

/** A stretch that was cut short has met some of the rows; there are as many as the array of them is long. */
function withAllRows(walk: Walk, walks: readonly Walk[]): Walk {
  const rows = isAcross(walk) ? (findArrayOf(walk, walks)?.length ?? 0) : 0;
  return rows > walk.containers ? { ...walk, containers: rows } : walk;
}

/** Numbers that are objects of their own, against a typed array. */
export function planBoxed(walk: Walk, walks: readonly Walk[]): PlannedWalk {
  const now = anyOrder(withAllWrites(walk, walks));
  const proposed: ArrayWalk = {
    ...now,
    container: 'Float64Array',
    elements: 'typed',
    values: 'double',
    elementBytes: 8,
  };
  return { change: 'typed', pattern: compare(walk, [now], [proposed]) };
}

/** A typed array that is larger than this is nothing to propose; nor is one with more than a page for each place in use. */
const MOST_DENSE_BYTES = 2 ** 28;
const PAGE_BYTES = 4096;

/** Elements in a hash table, against a typed array with room for all; for ids too far apart, one with a line for each in use. */
export function planDictionary(walk: Walk, walks: readonly Walk[]): PlannedWalk {
  const isDouble = walk.doubleShare > 0;
  const elementBytes = isDouble ? 8 : 4;
  const inOld = anyOrder(withAllWrites(walk, walks));
  const { places: _, grain: __, ...packed } = inOld;
  const used = Math.max(1, Math.round(reachOf(walk)));
  const now: ArrayWalk = { ...packed, length: used };
  const hasRoom = walk.length * elementBytes <= Math.min(MOST_DENSE_BYTES, used * PAGE_BYTES);
  const proposed: ArrayWalk = {
    ...(hasRoom ? inOld : { ...packed, length: Math.min(walk.length, (used * LINE_BYTES) / elementBytes) }),
    container: isDouble ? 'Float64Array' : 'Int32Array',
    elements: 'typed',
    elementBytes,
    stepBytes: (now.stepBytes / now.elementBytes) * elementBytes,
    nextRunBytes: (now.nextRunBytes / now.elementBytes) * elementBytes,
  };
  return { change: 'dense', pattern: compare(walk, [now], [proposed]) };
}

/** The walk along its rows. */
function inOrder(walk: Arranged, run: number): ArrayWalk {
  const across = isAcross(walk);
  const rows = across ? walk.containers : run;
  const columns = Math.max(
    1,
    Math.min(LONGEST_RUN, Math.round(across ? walk.length : walk.length / Math.max(1, rows))),
  );
  return {
    ...toSteps(walk, columns),
    order: 'steps',
    stepBytes: walk.elementBytes,
    nextRunBytes: across ? 0 : columns * walk.elementBytes,
  };
}

/**
 * How another array of the loop would be walked if the inner loop went over what moves this walk by one element.
 *
 * @returns undefined where the text does not tell
 */
function swapLoops(walk: Walk, other: Arranged, run: number): ArrayWalk | 'strided' | undefined {
  const own = readIndex(walk.text);
  const index = readIndex(other.text);
  if (own === undefined || index === undefined || own.scaled.size === 0) return undefined;
  const next = [...own.unit].filter((name) => !own.scaled.has(name));
  if (next.length !== 1) return undefined;
  const [name] = next as [string];
  if (index.scaled.has(name)) return 'strided';
  const steps = toSteps(other, run);
  if (index.unit.has(name)) {
    return {
      ...steps,
      order: 'steps',
      stepBytes: other.elementBytes,
      nextRunBytes: steps.runLength * other.elementBytes,
    };
  }
  // It moves, but by a name that this walk does not have: whatever that is, the text does not tell.
  const moves = mainStep(other) !== 0 || isAcross(other);
  const shares = [...index.unit, ...index.scaled].some((each) => own.scaled.has(each));
  return moves && !shares
    ? undefined
    : { ...steps, order: 'steps', arrays: 1, stepBytes: 0, nextRunBytes: other.elementBytes };
}

/** One field of a record in an array of its own: the same accesses, next to each other. */
function separated(walk: Arranged, run: number): ArrayWalk {
  const step = Math.abs(mainStep(walk));
  const records = isAcross(walk) ? walk.containers : (walk.length * walk.elementBytes) / step;
  const length = Math.max(1, Math.round(records));
  const { offsetBytes: _, ...own } = walk;
  return {
    ...toSteps(own, run),
    order: 'steps',
    arrays: 1,
    length,
    stepBytes: walk.elementBytes,
    nextRunBytes: run * walk.elementBytes,
  };
}

function anyOrder(walk: Walk): ArrayWalk {
  const run = runOf(walk);
  return Number.isFinite(mainStep(walk)) ? toSteps(walk, run) : toRandom(walk, run);
}

function tileFor({ caches }: Pick<MemoryProfile, 'caches'>): number {
  const first = caches.find(({ level }) => level === 1)?.bytes ?? SMALLEST_L1;
  const most = 2 ** Math.floor(Math.log2(Math.max(1, first / 4 / LINE_BYTES)));
  return Math.max(LEAST_TILE, Math.min(MOST_TILE, most));
}
