import { linearRegression } from 'simple-statistics';

/** Least squares through points; NaN for fewer than two. */
export function fitLine(points: readonly (readonly [x: number, y: number])[]): { slope: number; intercept: number } {
  if (points.length < 2) return { slope: Number.NaN, intercept: Number.NaN };
  const { m, b } = linearRegression(points.map((point) => [...point]));
  return { slope: m, intercept: b };
}
