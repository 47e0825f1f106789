import type { MemoryProfile, Walk } from './memory-profile.js';

/** What may be wrong with a walk; ids of findings. Whether it costs anything is a matter of measuring. */
export type WalkKind =
  | 'strided-access'
  | 'random-access'
  | 'array-of-objects'
  | 'boxed-elements'
  | 'megamorphic-site'
  | 'dictionary-elements';

/** Most of the accesses, steps or values. */
const MOST = 0.5;
/** V8's inline caches hold so many hidden classes; with more, each access looks them up in a table. */
const POLYMORPHIC = 4;
/** Half of a cache line: a walk that uses more loses less than the line it could share. */
const HALF_A_LINE = 32;
const LINE_BYTES = 64;
/** A pattern of nested loops has few different steps: on, to the next row, back to the first. */
const REGULAR_STEPS = 4;

/** What a walk is to be called, if it may be worth a word at all. The first that fits is the one that a change would go for. */
export function judgeWalk(walk: Walk, walks: readonly Walk[], caches: MemoryProfile['caches']): WalkKind | undefined {
  if (walk.what === 'property' || isFieldOfElement(walk)) {
    if (walk.shapes > POLYMORPHIC) return 'megamorphic-site';
    return isFieldOfMany(walk, walks) && !isNear(bytesOfObjects(walk, walks), caches) ? 'array-of-objects' : undefined;
  }
  if (walk.what !== 'element') return undefined;
  if (walk.elements === 'dictionary') return 'dictionary-elements';
  if (walk.elements === 'object') return walk.doubleShare > MOST ? 'boxed-elements' : undefined;
  if (walk.elements === 'none' || isNear(walk.workingSetBytes, caches)) return undefined;
  if (isAcross(walk)) return isRowOfMany(walk, walks) ? 'strided-access' : undefined;
  if (!(bytesUsed(walk, walks) <= HALF_A_LINE)) return undefined;
  if (isRandom(walk)) return 'random-access';
  return isStrided(walk) ? 'strided-access' : undefined;
}

/** The step most accesses make, bytes; NaN where there is none such. */
export function mainStep({ strides }: Pick<Walk, 'strides'>): number {
  const [first] = strides;
  return first !== undefined && first.share >= MOST ? first.bytes : Number.NaN;
}

/** Each access goes to another array than the one before: down the columns of an array of rows. */
export function isAcross(walk: Walk): boolean {
  const rowBytes = walk.length * walk.elementBytes;
  return walk.switchShare > MOST && walk.containers > 1 && rowBytes > LINE_BYTES;
}

/** The arrays it goes across stand in an array that the loop goes through: they are not made as it goes. */
function isRowOfMany(walk: Walk, walks: readonly Walk[]): boolean {
  const rows = findArrayOf(walk, walks);
  return rows !== undefined && rows.length > 1;
}

function isStrided(walk: Walk): boolean {
  const step = Math.abs(mainStep(walk));
  return step > walk.elementBytes;
}

/** Most steps are none of the few that a pattern has. */
export function isRandom(walk: Walk): boolean {
  return irregularShare(walk) > MOST;
}

/** Steps that are none of the few that a pattern has, of all steps, 0..1. */
export function irregularShare({ strides }: Pick<Walk, 'strides'>): number {
  const named = strides.filter(({ bytes }) => Number.isFinite(bytes)).slice(0, REGULAR_STEPS);
  return strides.length > 0 ? 1 - named.reduce((sum, { share }) => sum + share, 0) : 0;
}

/**
 * Of each line, the bytes that the loop uses: neighbours in one record are read by sites of their own, which go through the
 * same array in the same steps, not a line apart.
 */
export function bytesUsed(walk: Walk, walks: readonly Walk[]): number {
  const step = mainStep(walk);
  const offsets = new Set([0]);
  for (const other of walks) {
    if (other === walk || other.loop !== walk.loop || mainStep(other) !== step) continue;
    if (other.container !== walk.container || other.length !== walk.length || !isSameBase(walk.text, other.text))
      continue;
    const apart = Math.abs(other.firstOffset - walk.firstOffset);
    const isNeighbour = Number.isFinite(apart) ? apart < LINE_BYTES : Math.abs(step) <= 4 * LINE_BYTES;
    if (isNeighbour)
      offsets.add(Number.isFinite(apart) ? other.firstOffset - walk.firstOffset : offsets.size * walk.elementBytes);
  }
  return Math.min(LINE_BYTES, walk.bytesPerLine * offsets.size);
}

function isSameBase(a: string, b: string): boolean {
  return a.slice(0, a.indexOf('[')) === b.slice(0, b.indexOf('['));
}

/** `list[i].x`: an element, an object, of which a field is read. */
export function isFieldOfElement({ what, text, elements, objectShare }: Walk): boolean {
  return what === 'element' && elements === 'object' && objectShare > MOST && /\]\s*\.\s*[\w$]+$/.test(text);
}

/** A numeric field of objects of which it meets another each time, and which stand in an array that the loop goes through. */
function isFieldOfMany(walk: Walk, walks: readonly Walk[]): boolean {
  const name = walk.text.split('.').at(-1) ?? '';
  const each = walk.samples / Math.max(1, walk.windows);
  if (isFieldOfElement(walk)) return walk.fields.includes(name) && walk.distinct > each * MOST;
  return (
    walk.fields.includes(name) &&
    walk.switchShare > MOST &&
    walk.containers > each * MOST &&
    // Who is called for each element goes through an array that is somebody else's loop.
    (walk.isCallback || findArrayOf(walk, walks) !== undefined)
  );
}

/** Objects that a walk goes through: in the array they come from, or made by the thread that made most; at least as many as were met. */
export function countObjects(walk: Walk, walks: readonly Walk[]): number {
  const made = walk.isCallback ? (walk.made?.countByThread ?? []).map(([, count]) => count) : [];
  return Math.max(1, walk.containers, findArrayOf(walk, walks)?.length ?? 0, ...made);
}

/** The array that a loop takes its objects from. */
export function findArrayOf(walk: Walk, walks: readonly Walk[]): Walk | undefined {
  return walks
    .filter(
      (other) =>
        other.loop === walk.loop && other.what === 'element' && other.elements === 'object' && other.objectShare > MOST,
    )
    .sort((a, b) => b.length - a.length)[0];
}

/** V8's object: map, properties, elements, then its fields. */
const HEAD_BYTES = 24;
const FIELD_BYTES = 8;

function bytesOfObjects(walk: Walk, walks: readonly Walk[]): number {
  return countObjects(walk, walks) * (HEAD_BYTES + FIELD_BYTES * Math.max(1, walk.fields.length));
}

/** Small enough for the cache next to the core: whatever the order, it is there. */
function isNear(bytes: number, caches: MemoryProfile['caches']): boolean {
  const first = caches.find(({ level }) => level === 1);
  return first !== undefined && bytes <= first.bytes;
}
