/** A recorded walk as one of the arrays of a pattern. */
import { isAcross, mainStep } from './judge-walk.js';
import type { Walk } from './memory-profile.js';
import type { ArrayWalk, WalkPattern } from './pattern.js';
import { reachOf } from './walk-reach.js';

export const MOST_ARRAYS = 8;
/** Long runs are not needed to see what a step costs; four million accesses are past every cache. */
export const LONGEST_RUN = 2 ** 22;

export function compare({ threads }: Walk, now: ArrayWalk[], proposed: ArrayWalk[]): WalkPattern {
  return {
    kind: 'walk',
    threads: threads.length,
    now: now.slice(0, MOST_ARRAYS),
    proposed: proposed.slice(0, MOST_ARRAYS),
  };
}

/** Of reads and writes of an element at places of the same text, in one (`a[i]++`) or in several: 0.5 where each is read and written. */
function writeShareOf(walk: Walk, walks: readonly Walk[]): number {
  const same = walks.filter(
    (other) => other.loop === walk.loop && other.text === walk.text && other.what === walk.what,
  );
  const reads = Math.max(...same.map(({ accesses, readShare }) => accesses * readShare));
  const writes = Math.max(...same.map(({ accesses, writeShare }) => accesses * writeShare));
  return reads > 0 && writes > 0 ? writes / (reads + writes) : walk.writeShare;
}

export function withAllWrites(walk: Walk, walks: readonly Walk[]): Walk {
  return { ...walk, writeShare: writeShareOf(walk, walks) };
}

/** A walk, and which of the arrays of its loop it is in, and where. */
export type Arranged = Walk & Partial<Pick<ArrayWalk, 'array' | 'offsetBytes'>>;

/** Which of them go through the same array, by their texts, and how far from each other: a line that one fetches another may use. */
export function arrange(walk: Walk, others: readonly Walk[]): [Arranged, ...Arranged[]] {
  const all = [walk, ...others];
  const keyOf = ({ text, container, length }: Walk): string =>
    [text.slice(0, text.indexOf('[')), container, length].join(' ');
  const keys = [...new Set(all.map(keyOf))];
  const firsts = keys.map((key) =>
    Math.min(...all.filter((one) => keyOf(one) === key).map(({ firstOffset }) => firstOffset)),
  );
  const place = (one: Walk): Arranged => {
    const array = keys.indexOf(keyOf(one));
    const offsetBytes = one.firstOffset - (firsts[array] as number);
    // Further apart, they would leave no room to walk.
    const isNear = offsetBytes > 0 && offsetBytes < (one.length * one.elementBytes) / 2;
    return { ...one, ...(array > 0 && { array }), ...(isNear && { offsetBytes }) };
  };
  return [place(walk), ...others.map(place)];
}

/** Other arrays the loop goes through, in steps, at each iteration or nearly. An element that is read and written is one. */
export function companionsOf(walk: Walk, walks: readonly Walk[]): Walk[] {
  const texts = new Set([walk.text]);
  return walks
    .filter(
      (other) =>
        other.loop === walk.loop &&
        !texts.has(other.text) &&
        other.what === 'element' &&
        isFlat(other) &&
        other.accesses > walk.accesses / 2 &&
        (isAcross(other) || Number.isFinite(mainStep(other))) &&
        texts.add(other.text),
    )
    .map((other) => withAllWrites(other, walks))
    .slice(0, MOST_ARRAYS - 1);
}

export function isFlat({ elements }: Walk): boolean {
  return elements === 'typed' || elements === 'smi' || elements === 'double';
}

/** Accesses of one run: counted, or as many steps as there are in what it walks. A function is called by a loop that is not known. */
export function runOf(walk: Walk): number {
  const step = Math.abs(mainStep(walk)) || walk.elementBytes || 1;
  const room = isAcross(walk) ? walk.containers : Math.floor((walk.length * walk.elementBytes) / step);
  const { runLength, isLowerBound, inFunction } = walk;
  const counted = Number.isFinite(runLength) && !inFunction ? runLength : room;
  const run = isLowerBound ? Math.max(counted, room) : counted;
  return Math.max(1, Math.min(LONGEST_RUN, Math.round(run)));
}

export function toSteps(walk: Arranged, run: number): ArrayWalk {
  const step = mainStep(walk);
  const across = isAcross(walk);
  const isOnward = !across && Math.abs(step) <= walk.elementBytes;
  return {
    ...shapeOf(walk),
    arrays: across ? Math.max(1, walk.containers) : 1,
    order: across ? 'across' : 'steps',
    stepBytes: across || Number.isNaN(step) ? 0 : step,
    runLength: run,
    // Down a column the next one is beside it; along a row it goes on behind.
    nextRunBytes: isOnward && step !== 0 ? run * Math.abs(step) : walk.elementBytes,
    tile: 0,
    ...(!across && walk.offsetBytes !== undefined && { offsetBytes: walk.offsetBytes }),
  };
}

function shapeOf(
  walk: Arranged,
): Pick<ArrayWalk, 'container' | 'elements' | 'values' | 'elementBytes' | 'length' | 'writeShare' | 'array'> {
  return {
    ...(walk.array !== undefined && { array: walk.array }),
    container: walk.container,
    elements: walk.elements === 'none' ? 'object' : walk.elements,
    values: valuesOf(walk),
    elementBytes: Math.max(1, walk.elementBytes),
    length: Math.max(1, Math.round(walk.length)),
    writeShare: Number(walk.writeShare.toFixed(2)),
  };
}

export function valuesOf({ container, elements, doubleShare, objectShare }: Walk): ArrayWalk['values'] {
  if (elements === 'typed') return container.startsWith('Float') ? 'double' : 'integer';
  if (objectShare > 0.5) return 'object';
  return elements === 'double' || doubleShare > 0.5 ? 'double' : 'integer';
}

/** Drawn from as many elements as the loop comes to, over the whole array. */
export function toRandom(walk: Arranged, run: number): ArrayWalk {
  const places = Math.round(reachOf(walk));
  return {
    ...toSteps(walk, run),
    order: 'random',
    stepBytes: 0,
    nextRunBytes: 0,
    ...(places < walk.length && places > 0 && { places, grain: grainOf(walk) }),
  };
}

/** Steps that a greatest common divisor is told from: of fewer it may be chance. */
const FEWEST_STEPS = 4;

/** Elements between neighbours among the places it may go to: all steps are multiples of it. */
function grainOf({ strides, elementBytes }: Walk): number {
  const steps = strides
    .map(({ bytes }) => Math.abs(bytes) / elementBytes)
    .filter((step) => step > 0 && Number.isInteger(step));
  return steps.length < FEWEST_STEPS ? 1 : steps.reduce(greatestDivisor);
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
