import type { Edit } from '../predict/edit.js';
import type { WhatIf } from './what-if.js';

/** Sizes that differ by less than this of the makespan are equally good: no re-run could tell them apart. */
const AS_GOOD = 0.02;

export interface ChosenVariant {
  edit: Edit;
  makespanNs: number;
}

/**
 * The least size that does as well as the best. Where replays are short, fewer sizes are tried, spread over all.
 *
 * @param most sizes to try
 * @returns null where none applies to this run
 */
export function chooseVariant(variants: readonly Edit[], whatIf: WhatIf, most: number): ChosenVariant | null {
  const tried = spread(variants, Math.max(1, most)).flatMap((edit) => {
    const makespanNs = whatIf.makespanNs([edit]);
    return makespanNs === null ? [] : [{ edit, makespanNs }];
  });
  const best = Math.min(...tried.map(({ makespanNs }) => makespanNs));
  return tried.find(({ makespanNs }) => makespanNs <= best * (1 + AS_GOOD)) ?? null;
}

/** First, last and evenly between; order kept. */
function spread<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  if (most === 1) return items.slice(-1);
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => items[Math.round(index * step)] as T);
}
