import type { ArrayWalk, WalkPattern } from '../../../model/memory/pattern.js';
import { createContainers, lengthOf, type Container } from '../containers.js';
import { makeLoop, type Kernel, type KernelContext, type Kernels } from '../kernel.js';
import { countDrawn, drawPlaces } from './draw-places.js';
import { timeSorting } from './time-sorting.js';
import { sumOf, touchPlaces } from './touch-places.js';

/** Places that are drawn go on where a run ends, so that blocks need not have whole ones. */
const LONGEST_DRAWN = 1 << 16;

/** A loop over arrays, against the same arrays gone through in another way. */
export function makeWalks({ now, proposed, sort }: WalkPattern, { random }: KernelContext): Kernels {
  const containersOf = createContainers();
  return {
    now: makeWalk(now, containersOf, random),
    proposed: {
      ...makeWalk(proposed, containersOf, random),
      ...(sort && { besidesNs: timeSorting(sort, random) / Math.max(1, sort.everyRuns) }),
    },
  };
}

/** One array's part in the loop, in elements. */
interface Part {
  name: string;
  walk: ArrayWalk;
  step: number;
  /** From one run to the next, and where that starts from the beginning again. */
  next: number;
  limit: number;
  /** Where a run begins, so that steps backwards stay inside. */
  origin: number;
  rows: number;
}

export function makeWalk(
  walks: readonly ArrayWalk[],
  containersOf: (walk: ArrayWalk) => Container[],
  random: () => number,
): Kernel {
  const tile = Math.max(0, ...walks.map((walk) => walk.tile));
  const longest = walks.some(({ order }) => order === 'steps' || order === 'across') ? Infinity : LONGEST_DRAWN;
  // All that go through one array come round together, however far apart they begin.
  const apart = (walk: ArrayWalk): number =>
    Math.max(...walks.filter(({ array }) => array === walk.array).map(({ offsetBytes = 0 }) => offsetBytes));
  const run = Math.max(1, Math.min(longest, ...walks.map((walk) => longestRun(walk, roomFor(walk, apart(walk))))));
  const parts = walks.map((walk, at) =>
    planPart(walk, { name: String(at), run, tile: Math.max(1, tile), length: roomFor(walk, apart(walk)) }),
  );
  const names = parts.flatMap(({ name }) => [`A${name}`, `X${name}`]);
  const body = tile > 1 ? writeTiled(parts, run, tile) : writeRuns(parts, run);
  const loop = makeLoop([...names, 'S'], body);
  const args = parts.flatMap((part) => {
    const arrays = containersOf(part.walk);
    return [
      part.rows > 1 ? arrays : arrays[0],
      beginsAnywhere(part) ? drawBegins(part, random) : drawPlaces(part.walk, random),
    ];
  });
  const state = new Int32Array(parts.length * 3);
  const quantum = run * Math.max(1, tile);
  return { quantum, run: (iterations) => loop(...args, state, Math.max(1, Math.round(iterations / quantum))) };
}

/** Elements that are left where others begin so much further on. */
function roomFor(walk: ArrayWalk, apartBytes: number): number {
  return Math.max(1, lengthOf(walk) - Math.round(apartBytes / walk.elementBytes));
}

/** Accesses of one run that stay inside of the array. */
function longestRun(walk: ArrayWalk, length: number): number {
  const { order, stepBytes, elementBytes, runLength, arrays } = walk;
  if (order === 'across') return Math.min(runLength, arrays);
  if (order !== 'steps' || stepBytes === 0) return runLength;
  const step = Math.max(1, Math.round(Math.abs(stepBytes) / elementBytes));
  return Math.min(runLength, Math.max(1, Math.ceil(length / step)));
}

interface PartPlace {
  name: string;
  run: number;
  tile: number;
  /** Elements that its runs may begin and end in. */
  length: number;
}

function planPart(walk: ArrayWalk, { name, run, tile, length }: PartPlace): Part {
  const { order, arrays } = walk;
  const inElements = (bytes: number): number =>
    bytes === 0 ? 0 : Math.sign(bytes) * Math.max(1, Math.round(Math.abs(bytes) / walk.elementBytes));
  const step = inElements(walk.stepBytes);
  const isWalked = order === 'steps';
  const span = isWalked ? Math.abs(step) * (run - 1) : 0;
  const wanted = Math.abs(inElements(walk.nextRunBytes));
  const room = Math.max(1, length - span);
  // Runs side by side in a tile must not leave the array either.
  const next = Math.min(wanted, Math.max(tile > 1 ? Math.floor(room / tile) : room, 0));
  const rows = Math.max(1, arrays);
  return {
    name,
    walk,
    step,
    next: rows > 1 && isWalked && next === 0 ? room : next,
    limit: Math.max(1, room - next * (tile - 1)),
    origin: (isWalked && step < 0 ? span : 0) + Math.round((walk.offsetBytes ?? 0) / walk.elementBytes),
    rows,
  };
}

const isDrawn = ({ walk }: Part): boolean => walk.order === 'random' || walk.order === 'ascending';
const beginsAnywhere = ({ walk }: Part): boolean => walk.order === 'steps' && walk.begins === 'anywhere';
const isAcross = ({ walk }: Part): boolean => walk.order === 'across';

/** What begins of runs are drawn from: places from which a run stays inside. */
function beginsOf({ walk, limit }: Part): ArrayWalk {
  return { ...walk, order: 'random', length: limit, runLength: limit };
}

function drawBegins(part: Part, random: () => number): Int32Array {
  return drawPlaces(beginsOf(part), random);
}

/** Runs of steps, one after the other; where each ends is kept for the next block. `b` = begin of the run, `n` = row, `p` = place drawn. */
function writeRuns(parts: readonly Part[], run: number): string {
  const each = (write: (part: Part, at: number) => string): string => parts.map(write).filter(Boolean).join(' ');
  return `
${each(({ name }, at) => `let b${name} = S[${3 * at}], n${name} = S[${3 * at + 1}], p${name} = S[${3 * at + 2}];`)}
let s = ${sumOf(parts.map(({ walk }) => walk))};
for (let r = 0; r < times; r++) {
  ${each(enterRun)}
  for (let j = 0; j < ${run}; j++) {
    ${iterate(parts)}
  }
  ${each(leaveRun)}
}
${each(({ name }, at) => `S[${3 * at}] = b${name}; S[${3 * at + 1}] = n${name}; S[${3 * at + 2}] = p${name};`)}
return Number(s);`;
}

function enterRun(part: Part): string {
  const { name, rows, origin } = part;
  if (beginsAnywhere(part)) {
    const draw = `X${name}[p${name}]; p${name} = (p${name} + 1) & ${countDrawn(beginsOf(part)) - 1};`;
    return `let i${name} = ${origin} + ${draw}${rows > 1 ? ` const R${name} = A${name}[i${name} % ${rows}];` : ''}`;
  }
  if (isAcross(part)) return `let i${name} = 0; const c${name} = b${name};`;
  if (isDrawn(part)) return '';
  const row = rows > 1 ? `const R${name} = A${name}[n${name}];` : '';
  return `let i${name} = b${name} + ${origin}; ${row}`;
}

/** Where an access without a pattern goes. */
function locate(part: Part): string {
  if (!isDrawn(part)) return '';
  const { name, rows, walk } = part;
  const draw = `const i${name} = X${name}[p${name}]; p${name} = (p${name} + 1) & ${countDrawn(walk) - 1};`;
  return rows > 1 ? `${draw} const R${name} = A${name}[(i${name} * 31 + p${name}) % ${rows}];` : draw;
}

function placeOf(part: Part): string {
  const { name, rows } = part;
  if (isAcross(part)) return `A${name}[i${name}][c${name}]`;
  return rows > 1 ? `R${name}[i${name}]` : `A${name}[i${name}]`;
}

function advance(part: Part): string {
  const { name, step } = part;
  if (isDrawn(part)) return '';
  return isAcross(part) ? `i${name}++;` : step === 0 ? '' : `i${name} += ${step};`;
}

function leaveRun(part: Part): string {
  const { name, next, limit, rows } = part;
  if (isDrawn(part) || beginsAnywhere(part)) return '';
  const wrap = rows > 1 && !isAcross(part) ? ` n${name} = n${name} + 1 === ${rows} ? 0 : n${name} + 1;` : '';
  const forward = isAcross(part) ? Math.max(1, next) : next;
  if (forward === 0) return '';
  return `b${name} += ${forward}; if (b${name} >= ${limit}) { b${name} = ${forward >= limit ? '0' : `b${name} % ${forward}`};${wrap} }`;
}

/** So many accesses of a run, so many runs side by side, then on. */
function writeTiled(parts: readonly Part[], run: number, tile: number): string {
  const each = (write: (part: Part, at: number) => string): string => parts.map(write).filter(Boolean).join(' ');
  const begin = (part: Part): string => {
    const { name, origin, next, step, rows } = part;
    if (isDrawn(part)) return '';
    if (isAcross(part)) return `let i${name} = j0; const c${name} = b${name} + k * ${next};`;
    return `let i${name} = b${name} + ${origin} + k * ${next} + j0 * ${step}; ${rows > 1 ? `const R${name} = A${name}[n${name}];` : ''}`;
  };
  return `
${each(({ name }, at) => `let b${name} = S[${3 * at}], n${name} = S[${3 * at + 1}], p${name} = S[${3 * at + 2}];`)}
let s = ${sumOf(parts.map(({ walk }) => walk))};
for (let r = 0; r < times; r++) {
  for (let j0 = 0; j0 < ${run}; j0 += ${tile}) {
    const j1 = j0 + ${tile} < ${run} ? j0 + ${tile} : ${run};
    for (let k = 0; k < ${tile}; k++) {
      ${each(begin)}
      for (let j = j0; j < j1; j++) {
        ${iterate(parts)}
      }
    }
  }
  ${each((part) => leaveRun({ ...part, next: part.next * tile }))}
}
${each(({ name }, at) => `S[${3 * at}] = b${name}; S[${3 * at + 1}] = n${name}; S[${3 * at + 2}] = p${name};`)}
return Number(s);`;
}

/** One iteration. */
function iterate(parts: readonly Part[]): string {
  const accesses = touchPlaces(parts.map((part) => ({ walk: part.walk, place: placeOf(part) })));
  return [...parts.map(locate), accesses, ...parts.map(advance)].filter(Boolean).join('\n    ');
}
