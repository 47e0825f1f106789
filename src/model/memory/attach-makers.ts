import { isFieldOfElement } from './judge-walk.js';
import type { Make } from './list-makes.js';
import type { MadeObjects, Walk } from './memory-profile.js';

/** Most of the fields: what is added to an object later is not in the text that makes it. */
const MOST = 0.75;

/** Where the objects are made that loops go through: the places whose text names their fields. */
export function attachMakers(walks: readonly Walk[], makes: readonly Make[]): Walk[] {
  const named = makes.filter(({ keys }) => keys.length > 0);
  return walks.map((walk) =>
    walk.what === 'property' || isFieldOfElement(walk) ? { ...walk, made: findMaker(walk, named) } : walk,
  );
}

function findMaker({ fields, text }: Walk, makes: readonly Make[]): MadeObjects | null {
  const own = text.slice(text.lastIndexOf('.') + 1);
  const fitting = makes.filter(
    ({ keys }) =>
      keys.includes(own) &&
      fields.length > 0 &&
      fields.filter((field) => keys.includes(field)).length >= MOST * fields.length,
  );
  // A constructor is run for each `new` of its class: that it is made there is known already.
  const [first] = fitting.sort((a, b) => b.count - a.count);
  if (first === undefined) return null;
  return { site: first.site, keys: first.keys.length, countByThread: first.countByThread, measured: null };
}
