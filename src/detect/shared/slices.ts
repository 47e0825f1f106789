import { clamp } from './numbers.js';

/** The run cut into equal slices; a series holds one mean value a slice, such as "threads waiting". */
export interface Slices {
  beginNs: number;
  endNs: number;
  sliceNs: number;
  count: number;
}
export type Series = Float64Array;

export function cutIntoSlices(beginNs: number, endNs: number, count: number): Slices {
  const valid = Number.isFinite(beginNs) && Number.isFinite(endNs) && endNs > beginNs;
  return valid
    ? { beginNs, endNs, sliceNs: (endNs - beginNs) / count, count }
    : { beginNs: 0, endNs: 0, sliceNs: 0, count: 0 };
}

export function emptySeries(slices: Slices): Series {
  return new Float64Array(slices.count);
}

/** Adds `amount` for the time from beginNs to endNs, in proportion where a slice is covered in part. Unknown ends add nothing. */
export function addInterval(series: Series, slices: Slices, beginNs: number, endNs: number, amount = 1): void {
  const from = (Math.max(beginNs, slices.beginNs) - slices.beginNs) / slices.sliceNs;
  const to = (Math.min(endNs, slices.endNs) - slices.beginNs) / slices.sliceNs;
  if (!(to > from)) return;
  const first = Math.min(slices.count - 1, Math.floor(from));
  const last = Math.min(slices.count - 1, Math.floor(to));
  if (first === last) {
    series[first] = (series[first] as number) + (to - from) * amount;
    return;
  }
  series[first] = (series[first] as number) + (first + 1 - from) * amount;
  for (let slice = first + 1; slice < last; slice++) series[slice] = (series[slice] as number) + amount;
  series[last] = (series[last] as number) + (to - last) * amount;
}

/** Spreads `totalNs` evenly over the time from beginNs to endNs. */
export function spreadEvenly(series: Series, slices: Slices, beginNs: number, endNs: number, totalNs: number): void {
  const spanNs = Math.min(endNs, slices.endNs) - Math.max(beginNs, slices.beginNs);
  if (spanNs > 0 && totalNs > 0) addInterval(series, slices, beginNs, endNs, totalNs / spanNs);
}

/** ∫ series dt, ns. */
export function integrate(series: Series, slices: Slices): number {
  let sum = 0;
  for (const value of series) sum += value;
  return sum * slices.sliceNs;
}

/** Share of the run, 0..1, in which the series is at work; a slice half covered counts half. */
export function coveredShare(series: Series): number {
  if (series.length === 0) return 0;
  let sum = 0;
  for (const value of series) sum += clamp(value, 0, 1);
  return sum / series.length;
}

export function addSeries(target: Series, added: Series, factor = 1): void {
  for (let slice = 0; slice < target.length; slice++) {
    target[slice] = (target[slice] as number) + (added[slice] as number) * factor;
  }
}
