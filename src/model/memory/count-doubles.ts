import type { Walk } from './memory-profile.js';

/** Most of the fields that were seen: objects of this text, or ones like them. */
const MOST = 0.75;

/** How many fields of the objects that a text makes are doubles, as far as loops that go to such objects were looked at. */
export function countDoubles(keys: readonly string[], walks: readonly Walk[]): number {
  if (keys.length === 0) return 0;
  const found = new Set<string>();
  for (const { fields, doubleFields } of walks) {
    if (doubleFields.length === 0 || fields.filter((field) => keys.includes(field)).length < MOST * fields.length)
      continue;
    for (const field of doubleFields) if (keys.includes(field)) found.add(field);
  }
  return found.size;
}
