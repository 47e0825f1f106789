/** JSON knows no NaN and no Infinity: what is not known is null. */
export function knownOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Whole nanoseconds, bytes or counts; what is not known counts as none. For sums, where an unknown part adds nothing. */
export function wholeOrZero(value: number): number {
  return Number.isFinite(value) ? Math.round(value) : 0;
}

/** Whole nanoseconds or bytes, null where not known. */
export function wholeOrNull(value: number): number | null {
  return Number.isFinite(value) ? Math.round(value) : null;
}

/** A share for people and charts: more than four digits would pretend precision and double the file. */
export function roundShare(value: number): number {
  return Number.isFinite(value) ? Math.round(value * 1e4) / 1e4 : 0;
}
