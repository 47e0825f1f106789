import type { ArrayWalk } from '../../../model/memory/pattern.js';

/** An access of an iteration, as text: "A0[i0]". */
export interface PlaceText {
  walk: ArrayWalk;
  place: string;
}

/** A walk that writes more often than this reads its elements first, or does not read them at all. */
const READ_AND_WRITTEN = 0.25;
const ONLY_WRITTEN = 0.75;
/** Added to doubles: they must not become integers, which V8 does not box. */
const PART = '0.1234567';

/** What the sum over all iterations begins with: a double where doubles are read, so that V8 need not learn it. */
export function sumOf(walks: readonly ArrayWalk[]): string {
  return walks.some(isDouble) ? '0.5' : '0';
}

/**
 * All accesses of an iteration. As in real loops, what is read goes into what is written, or else into one sum: iterations wait
 * for each other once, not once an array.
 */
export function touchPlaces(all: readonly PlaceText[]): string {
  const texts = all.map(({ walk, place }) => ({ walk, place: walk.values === 'object' ? `${place}.value` : place }));
  const read = texts.filter(({ walk }) => walk.writeShare <= READ_AND_WRITTEN);
  const written = texts.filter(({ walk }) => walk.writeShare > READ_AND_WRITTEN);
  const bigs = read.filter(({ walk }) => isBig(walk)).map(({ place }) => `if (${place} !== 0n) s = s + 1 | 0;`);
  const numbers = read.filter(({ walk }) => !isBig(walk));
  const taker = written.findIndex(({ walk }) => canTake(walk, numbers));
  const sum = numbers.length > 0 && taker < 0 ? [addToSum(numbers)] : [];
  const stores = written.map((text, at) => write(text, at === taker ? numbers : []));
  return [...bigs, ...sum, ...stores].join(' ');
}

function addToSum(texts: readonly PlaceText[]): string {
  return texts.some(({ walk }) => isDouble(walk)) ? `s += ${valueOf(texts)};` : `s = (s + ${valueOf(texts)}) | 0;`;
}

/** Doubles do not go into integers: turning them into some would be work of its own. */
function canTake(walk: ArrayWalk, read: readonly PlaceText[]): boolean {
  return !isBig(walk) && read.length > 0 && (isDouble(walk) || read.every((text) => !isDouble(text.walk)));
}

function write({ walk, place }: PlaceText, taken: readonly PlaceText[]): string {
  if (isBig(walk)) return `${place} = 1n;`;
  const isSmall = walk.elements !== 'typed';
  const isUpdate = walk.writeShare <= ONLY_WRITTEN;
  const value = taken.length > 0 ? valueOf(taken) : isDouble(walk) ? `(${isUpdate ? '' : 'j + '}${PART})` : 'j';
  const next = isUpdate ? `(${place} + ${value})` : value;
  return isDouble(walk) ? `${place} = ${next};` : `${place} = ${next} ${isSmall ? '& 1023' : '| 0'};`;
}

function valueOf(texts: readonly PlaceText[]): string {
  const terms = texts.map(({ place }) => place).join(' + ');
  return texts.some(({ walk }) => isDouble(walk)) ? `(${terms})` : `((${terms}) | 0)`;
}

function isDouble({ container, values }: ArrayWalk): boolean {
  return values === 'double' || container.startsWith('Float');
}

function isBig({ container }: ArrayWalk): boolean {
  return container.startsWith('Big');
}
