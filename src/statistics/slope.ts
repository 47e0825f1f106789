import { fitLine } from './fit-line.js';
import { studentQuantile } from './student.js';

/** Points below which a slope says nothing of its own error. */
const MIN_POINTS = 4;

/**
 * Slope of a least-squares line with its two-sided 90 % interval, from the scatter of the points around the line
 * (Student's t, n - 2 degrees of freedom). NaN for fewer than four points, or all at one x.
 */
export function slopeWithInterval(points: readonly (readonly [x: number, y: number])[]): {
  slope: number;
  interval: [low: number, high: number];
} {
  const none: { slope: number; interval: [number, number] } = { slope: Number.NaN, interval: [Number.NaN, Number.NaN] };
  if (points.length < MIN_POINTS) return none;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  if (!(spread > 0)) return none;
  const { slope, intercept } = fitLine(points);
  const residual = points.reduce((sum, [x, y]) => sum + (y - intercept - slope * x) ** 2, 0);
  const freedom = points.length - 2;
  const reach = studentQuantile(0.95, freedom) * Math.sqrt(residual / freedom / spread);
  return { slope, interval: [slope - reach, slope + reach] };
}
