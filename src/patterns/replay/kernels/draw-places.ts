import type { ArrayWalk } from '../../../model/memory/pattern.js';
import { lengthOf } from '../containers.js';

/** Draws for a walk without a pattern: a run's, but for few or very many. */
const FEWEST = 1 << 16;
const MOST = 1 << 22;
/** Each place so often: what stays in a cache does not change with more. */
const TIMES_EACH = 16;

/** Places that a walk that comes back may go back to. */
const RECENT = 64;

/** As many as are drawn: a power of two. They are read in order, so that finding them costs little. */
export function countDrawn(walk: ArrayWalk): number {
  const wanted = Math.min(walk.runLength, TIMES_EACH * countPlaces(walk));
  return Math.max(FEWEST, Math.min(MOST, 2 ** Math.ceil(Math.log2(Math.max(1, wanted)))));
}

/** Where accesses go, drawn evenly from the places there are; of an ascending walk, in order run by run. */
export function drawPlaces(walk: ArrayWalk, random: () => number): Int32Array {
  const { order, runLength } = walk;
  if (order !== 'random' && order !== 'ascending') return new Int32Array(0);
  const count = countPlaces(walk);
  const drawn = new Int32Array(countDrawn(walk));
  if (order === 'random') {
    drawRandom(drawn, { count, returns: walk.returns ?? 0 }, random);
  } else {
    const size = Math.max(1, Math.min(runLength, drawn.length));
    for (let at = 0; at < drawn.length; at += size) drawAscending(drawn.subarray(at, at + size), count, random);
  }
  const places = spreadPlaces(walk, count, random);
  return places === undefined ? drawn : drawn.map((at) => places[at] as number);
}

function drawRandom(
  drawn: Int32Array,
  { count, returns }: { count: number; returns: number },
  random: () => number,
): void {
  for (let at = 0; at < drawn.length; at++) {
    const isBack = returns > 0 && at >= RECENT && random() < returns;
    drawn[at] = isBack ? (drawn[at - 1 - Math.floor(random() * RECENT)] as number) : Math.floor(random() * count);
  }
}

function countPlaces(walk: ArrayWalk): number {
  const length = lengthOf(walk);
  return Math.max(1, Math.min(length, Math.floor(walk.places ?? length)));
}

/** The elements that are gone to, ascending, spread over the whole array; undefined where that is each. */
function spreadPlaces(walk: ArrayWalk, count: number, random: () => number): Int32Array | undefined {
  const length = lengthOf(walk);
  if (count >= length) return undefined;
  const grain = Math.max(1, Math.min(walk.grain ?? 1, Math.floor(length / count)));
  const slots = Math.floor(length / grain);
  // One in each of as many parts of the same size, so that no two are the same.
  return Int32Array.from({ length: count }, (_, at) => {
    const [begin, end] = [Math.floor((at * slots) / count), Math.floor(((at + 1) * slots) / count)];
    return grain * (begin + Math.floor(random() * (end - begin)));
  });
}

/** As if drawn evenly and sorted: the gaps between such places are exponential (Devroye 1986, V.3). */
function drawAscending(drawn: Int32Array, count: number, random: () => number): void {
  const upTo = new Float64Array(drawn.length + 1);
  let sum = 0;
  for (let at = 0; at < upTo.length; at++) {
    sum -= Math.log(1 - random());
    upTo[at] = sum;
  }
  for (let at = 0; at < drawn.length; at++) {
    drawn[at] = Math.min(count - 1, Math.floor(((upTo[at] as number) / sum) * count));
  }
}
