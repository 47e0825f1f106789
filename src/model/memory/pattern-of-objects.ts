import { countObjects, findArrayOf, isFieldOfElement, mainStep } from './judge-walk.js';
import type { MadeObjects, Walk } from './memory-profile.js';
import type { MakingPattern, ObjectsPattern, ShapesPattern } from './pattern.js';

/** An object of this many numbers is as large as V8 keeps in itself; what has more is no plain record. */
const MOST_FIELDS = 64;

/** Fields of objects in an array, against the same in typed arrays. */
export function planObjects(walk: Walk, walks: readonly Walk[]): ObjectsPattern {
  const array = findArrayOf(walk, walks);
  const fields = fieldsTouched(walk, walks);
  const doubles = new Set(siblings(walk, walks).flatMap(({ doubleFields }) => doubleFields));
  const touched = [...fields].filter((name) => doubles.has(name)).length;
  const step = array === undefined ? Number.NaN : mainStep(array) / array.elementBytes;
  return {
    kind: 'objects',
    threads: walk.threads.length,
    length: Math.round(countObjects(walk, walks)),
    fields: Math.min(MOST_FIELDS, Math.max(walk.fields.length, fields.size)),
    used: usedEach(walk, walks),
    values: touched > fields.size / 2 ? 'double' : 'integer',
    doubles: Math.min(MOST_FIELDS, doubles.size),
    // An array that is walked by `for of` has no steps of its own where that is not seen: in order.
    order: array !== undefined && array.strides.length > 0 && !Number.isFinite(step) ? 'random' : 'steps',
    step: Number.isFinite(step) && step !== 0 ? Math.abs(step) : 1,
    writeShare: writeShareOf(walk, walks),
  };
}

/** Making the objects of an array, against filling typed arrays with the same. */
export function planMaking(walk: Walk, { keys, countByThread }: MadeObjects, walks: readonly Walk[]): MakingPattern {
  const length = Math.round(countObjects(walk, walks));
  const most = Math.max(...countByThread.map(([, count]) => count));
  return {
    kind: 'making',
    threads: countByThread.length,
    length,
    rounds: Math.max(1, Math.round(most / length)),
    fields: Math.min(MOST_FIELDS, keys),
    values: walk.doubleFields.length > walk.fields.length / 2 ? 'double' : 'integer',
  };
}

/** A property of objects of many shapes, against objects of one. */
export function planShapes(walk: Walk, walks: readonly Walk[]): ShapesPattern {
  const fields = fieldsTouched(walk, walks);
  return {
    kind: 'shapes',
    threads: walk.threads.length,
    length: Math.round(countObjects(walk, walks)),
    shapes: walk.shapes,
    fields: Math.min(MOST_FIELDS, Math.max(1, walk.fields.length, fields.size)),
    used: usedEach(walk, walks),
    writeShare: writeShareOf(walk, walks),
  };
}

/** Fields that are touched of one object, on average: not each is in each run through the loop. */
function usedEach(walk: Walk, walks: readonly Walk[]): number {
  const byField = new Map<string, number>();
  for (const other of siblings(walk, walks)) {
    const field = fieldOf(other);
    byField.set(field, Math.max(byField.get(field) ?? 0, other.accesses));
  }
  const counts = [...byField.values()];
  const all = counts.reduce((sum, count) => sum + count, 0);
  return Math.max(1, Math.round(all / Math.max(1, ...counts)));
}

/** Names of the fields that the loop touches, of objects like those of this site. */
export function fieldsTouched(walk: Walk, walks: readonly Walk[]): Set<string> {
  return new Set(siblings(walk, walks).map(fieldOf));
}

function writeShareOf(walk: Walk, walks: readonly Walk[]): number {
  const all = siblings(walk, walks);
  const written = all.filter(({ writeShare }) => writeShare > 0.5).map(fieldOf);
  return Number((new Set(written).size / Math.max(1, new Set(all.map(fieldOf)).size)).toFixed(2));
}

/** Sites of the same loop at the same variable. */
function siblings(walk: Walk, walks: readonly Walk[]): Walk[] {
  return walks.filter(
    (other) =>
      (other.what === 'property' || isFieldOfElement(other)) &&
      other.loop === walk.loop &&
      objectOf(other) === objectOf(walk),
  );
}

function objectOf({ text }: Walk): string {
  return text.slice(0, Math.max(0, text.lastIndexOf('.')));
}

function fieldOf({ text }: Walk): string {
  return text.slice(text.lastIndexOf('.') + 1);
}
