/** JSON knows no NaN, no Infinity and no -0. What is not known is null, or nothing where it stands in a sum. */

/** Whole nanoseconds, bytes or counts; null where not known. */
export function wholeOrNull(value: number): number | null {
  // Adding 0 turns -0 into 0.
  return Number.isFinite(value) ? Math.round(value) + 0 : null;
}

/** The same, for sums, where an unknown part adds nothing. */
export function wholeOrZero(value: number): number {
  return wholeOrNull(value) ?? 0;
}

/** A share with four digits: more would pretend precision and double the file. Null where not known. */
export function shareOrNull(value: number): number | null {
  const rounded = Math.round(value * 1e4) / 1e4 + 0;
  return Number.isFinite(rounded) ? rounded : null;
}

/** The same, for shares of what surely exists. */
export function shareOrZero(value: number): number {
  return shareOrNull(value) ?? 0;
}

/** As it is; null where not known. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value + 0 : null;
}
