import type { ObjectsPattern, ShapesPattern } from '../../../model/memory/pattern.js';
import { makeLoop, type Kernel, type KernelContext, type Kernels } from '../kernel.js';

/** Objects beyond this are past every cache there is. */
const MOST_OBJECTS = 2_000_000;
const MOST_FIELDS = 64;

/** Fields of objects, against typed arrays with a field each. */
export function makeObjects(pattern: ObjectsPattern, { random }: KernelContext): Kernels {
  const fields = Math.max(1, Math.min(MOST_FIELDS, pattern.fields));
  const used = Math.max(1, Math.min(fields, pattern.used));
  const length = Math.max(1, Math.min(MOST_OBJECTS, pattern.length));
  const isDouble = pattern.values === 'double';
  const written = Math.round(used * pattern.writeShare);
  const doubles = isDouble ? Math.max(used, pattern.doubles) : Math.min(fields - used, pattern.doubles);
  const objects = makeInstances(length, { fields, doubles, isDouble });
  const columns = Array.from({ length: used }, () => fillColumn(length, isDouble));
  const order = { length, step: pattern.step, places: pattern.order === 'random' ? drawOrder(length, random) : null };
  const touch = (targets: string[]): string => touchFields(targets, { written, isDouble });
  const names = columns.map((_, at) => `C${at}`);
  return {
    now: walkInOrder(
      { names: ['O'], args: [objects], body: `const o = O[i]; ${touch(columns.map((_, at) => `o.f${at}`))}` },
      order,
    ),
    proposed: walkInOrder({ names, args: columns, body: touch(names.map((name) => `${name}[i]`)) }, order),
  };
}

/** One access that meets objects of many shapes, against the same with one. */
export function makeShapes(pattern: ShapesPattern, { random }: KernelContext): Kernels {
  const fields = Math.max(1, Math.min(MOST_FIELDS, pattern.fields));
  const used = Math.max(1, Math.min(fields, pattern.used));
  const length = Math.max(1, Math.min(MOST_OBJECTS, pattern.length));
  const written = Math.round(used * pattern.writeShare);
  const touched = touchFields(
    Array.from({ length: used }, (_, at) => `o.f${at}`),
    { written, isDouble: false },
  );
  const order = { length, step: 1, places: null };
  const walk = (shapes: number): Kernel => {
    const makers = Array.from({ length: Math.max(1, shapes) }, (_, shape) => makeMaker(fields, shape));
    const objects = Array.from({ length }, (_, at) => {
      const make = makers[Math.floor(random() * makers.length)] as Maker;
      return make(at);
    });
    return walkInOrder({ names: ['O'], args: [objects], body: `const o = O[i]; ${touched}` }, order);
  };
  return { now: walk(pattern.shapes), proposed: walk(1) };
}

interface Order {
  length: number;
  /** From one to the next. */
  step: number;
  /** Another order than that. */
  places: Int32Array | null;
}

/**
 * A loop that goes through `length` things again and again, and does `body` to number `i`. The inner loop is as plain as real ones
 * are; where a block ends within it, the next goes on.
 */
function walkInOrder(
  { names, args, body }: { names: string[]; args: unknown[]; body: string },
  { length, step, places }: Order,
): Kernel {
  const by = places === null ? Math.max(1, Math.abs(step) % length || 1) : 1;
  const find = places === null ? 'const i = at;' : 'const i = P[at];';
  const loop = makeLoop(
    [...names, 'P', 'S'],
    `let s = 0, at = S[0];
for (let left = times * ${by}; left > 0; ) {
  const from = at, end = at + left < ${length} ? at + left : ${length};
  for (; at < end; at += ${by}) { ${find} ${body} }
  left -= at - from;
  if (at >= ${length}) at -= ${length};
}
S[0] = at;
return s;`,
  );
  const state = new Int32Array(1);
  return { quantum: 1, run: (iterations) => loop(...args, places, state, iterations) };
}

/** What is read goes into the first field that is written, else into the sum: a loop has one thing to wait for, not one a field. */
function touchFields(
  targets: readonly string[],
  { written, isDouble }: { written: number; isDouble: boolean },
): string {
  const read = sumOf(targets.slice(written), isDouble);
  if (written === 0) return isDouble ? `s += ${read};` : `s = (s + ${read}) | 0;`;
  return targets
    .slice(0, written)
    .map((target, at) => {
      const more = at === 0 && written < targets.length ? read : isDouble ? '0.5' : '1';
      return isDouble ? `${target} = ${target} + ${more};` : `${target} = (${target} + ${more}) & 1023;`;
    })
    .join(' ');
}

function sumOf(terms: readonly string[], isDouble: boolean): string {
  return isDouble ? `(${terms.join(' + ')})` : `((${terms.join(' + ')}) | 0)`;
}

type Maker = (at: number) => object;

/** Makes objects of one shape; a number of its own that stands first sets it apart from the others. */
function makeMaker(fields: number, shape: number): Maker {
  const names = Array.from({ length: fields }, (_, at) => `f${at}: times & 1023`);
  const parts = shape === 0 ? names : [`own${shape}: 0`, ...names];
  return makeLoop([], `return { ${parts.join(', ')} };`) as unknown as Maker;
}

/** Objects of one shape. Fields that are touched come first: the doubles among all are the first or the last. */
function makeInstances(
  length: number,
  { fields, doubles, isDouble }: { fields: number; doubles: number; isDouble: boolean },
): object[] {
  const parts = Array.from({ length: fields }, (_, at) => {
    const isOne = isDouble ? at < doubles : at >= fields - doubles;
    return `f${at}: ${isOne ? '(times & 1023) + 0.5' : 'times & 1023'}`;
  });
  const make = makeLoop([], `return { ${parts.join(', ')} };`) as unknown as Maker;
  return Array.from({ length }, (_, at) => make(at));
}

function fillColumn(length: number, isDouble: boolean): Float64Array | Int32Array {
  return isDouble
    ? Float64Array.from({ length }, (_, at) => (at & 1023) + 0.5)
    : Int32Array.from({ length }, (_, at) => at & 1023);
}

/** All places once, in an order that has no pattern (Fisher-Yates). */
function drawOrder(length: number, random: () => number): Int32Array {
  const places = Int32Array.from({ length }, (_, at) => at);
  for (let at = length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    const kept = places[at] as number;
    places[at] = places[other] as number;
    places[other] = kept;
  }
  return places;
}
