/** The value, or 0 where it is not known. For sums, where an unknown part adds nothing. */
export function knownOr0(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

/** a / b, or 0 where that is not a number. */
export function ratioOr0(a: number, b: number): number {
  return b > 0 ? knownOr0(a / b) : 0;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, knownOr0(value)));
}

export function sumOf<T>(items: Iterable<T>, pick: (item: T) => number): number {
  let sum = 0;
  for (const item of items) sum += knownOr0(pick(item));
  return sum;
}
