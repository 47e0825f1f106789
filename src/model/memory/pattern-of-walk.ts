import { readIndex } from './index-text.js';
import { findArrayOf, irregularShare, isAcross, isRandom, mainStep } from './judge-walk.js';
import type { MemoryProfile, Walk } from './memory-profile.js';
import type { ArrayWalk, WalkPattern } from './pattern.js';

/** How a walk is to be changed. */
export type WalkChange = 'interchange' | 'tiles' | 'layout' | 'order' | 'renumber' | 'typed' | 'dense';

export interface PlannedWalk {
  change: WalkChange;
  pattern: WalkPattern;
}

const MOST_ARRAYS = 8;
const LINE_BYTES = 64;
/** Rows and columns of a tile: what of it is in use takes at most a quarter of the first cache, and at most 64 lines. */
const MOST_TILE = 64;
const LEAST_TILE = 8;
/** Where the system does not tell, the least that processors have had for long. */
const SMALLEST_L1 = 32 * 1024;

/** Long runs are not needed to see what a step costs; four million accesses are past every cache. */
const LONGEST_RUN = 2 ** 22;

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
    const proposed = [...(known ? [own, ...swapped.filter((other) => typeof other === 'object')] : [own])];
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
function ascending({ returns: _, ...walk }: ArrayWalk): ArrayWalk {
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

function compare({ threads }: Walk, now: ArrayWalk[], proposed: ArrayWalk[]): WalkPattern {
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

function withAllWrites(walk: Walk, walks: readonly Walk[]): Walk {
  return { ...walk, writeShare: writeShareOf(walk, walks) };
}

/** A walk, and which of the arrays of its loop it is in, and where. */
type Arranged = Walk & Partial<Pick<ArrayWalk, 'array' | 'offsetBytes'>>;

/** Which of them go through the same array, by their texts, and how far from each other: a line that one fetches another may use. */
function arrange(walk: Walk, others: readonly Walk[]): [Arranged, ...Arranged[]] {
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
function companionsOf(walk: Walk, walks: readonly Walk[]): Walk[] {
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

/** The array that says where the walk goes: in the text of its index, or what else could be in a name that stands there. */
function isSourceOf(other: Walk, walk: Walk): boolean {
  const index = walk.text.slice(walk.text.indexOf('[') + 1, -1);
  if (index.includes(other.text)) return true;
  const isInOrder = Math.abs(mainStep(other)) === other.elementBytes && other.writeShare === 0;
  return /^[A-Za-z_$][\w$]*$/.test(index) && isInOrder && valuesOf(other) === 'integer';
}

function isFlat({ elements }: Walk): boolean {
  return elements === 'typed' || elements === 'smi' || elements === 'double';
}

/** Accesses of one run: counted, or as many steps as there are in what it walks. */
function runOf(walk: Walk): number {
  const step = Math.abs(mainStep(walk)) || walk.elementBytes || 1;
  const room = isAcross(walk) ? walk.containers : Math.floor((walk.length * walk.elementBytes) / step);
  const { runLength, isLowerBound } = walk;
  const counted = Number.isFinite(runLength) ? runLength : room;
  const run = isLowerBound ? Math.max(counted, room) : counted;
  return Math.max(1, Math.min(LONGEST_RUN, Math.round(run)));
}

function toSteps(walk: Arranged, run: number): ArrayWalk {
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

function valuesOf({ container, elements, doubleShare, objectShare }: Walk): ArrayWalk['values'] {
  if (elements === 'typed') return container.startsWith('Float') ? 'double' : 'integer';
  if (objectShare > 0.5) return 'object';
  return elements === 'double' || doubleShare > 0.5 ? 'double' : 'integer';
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

/** Drawn from as many elements as the loop comes to, over the whole array. */
function toRandom(walk: Arranged, run: number): ArrayWalk {
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

/** Elements met again, of which on how many there are is told to a third or so. */
const ENOUGH_KNOWN = 8;

/**
 * Elements that accesses without a pattern go to. Not more than there are. Stretches that come back to few of the elements of earlier
 * ones go to many, even where each comes back to its own.
 */
export function reachOf(walk: Pick<Walk, 'samples' | 'windows' | 'length' | 'distinct' | 'recapture'>): number {
  const { pairs, known } = walk.recapture;
  const within = reachOfStretch(walk);
  if (known >= ENOUGH_KNOWN) return Math.min(walk.length, Math.round(Math.max(pairs / known, within ?? 0)));
  return Math.min(walk.length, Math.round(Math.max(pairs / (known + 1), within ?? walk.length)));
}

/** From how often a stretch came back to an element; undefined where it hardly did. */
function reachOfStretch(walk: Pick<Walk, 'samples' | 'windows' | 'length' | 'distinct'>): number | undefined {
  const count = walk.samples / Math.max(1, walk.windows);
  const { distinct } = walk;
  if (!(distinct > 0) || !(count > 0) || distinct >= count * 0.98) return undefined;
  let [low, high] = [distinct, Math.max(distinct, walk.length)];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (drawnEvenly(count, middle) < distinct) low = middle;
    else high = middle;
  }
  return high;
}

/** Accesses to so many places, all as likely, meet so many different ones. */
function drawnEvenly(accesses: number, places: number): number {
  return places * (1 - Math.exp(-accesses / places));
}

function tileFor({ caches }: Pick<MemoryProfile, 'caches'>): number {
  const first = caches.find(({ level }) => level === 1)?.bytes ?? SMALLEST_L1;
  const most = 2 ** Math.floor(Math.log2(Math.max(1, first / 4 / LINE_BYTES)));
  return Math.max(LEAST_TILE, Math.min(MOST_TILE, most));
}
